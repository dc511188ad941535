/* ScaLAPACK without BLACS contexts and descriptors: all singular values or eigenvalues of one matrix that lies block-cyclically on all ranks of the world,
   which numerics_mpi has joined before. Overwrites the matrix. Collective; from the thread that joined. Returns ScaLAPACK's info, or -1000 if there is no memory. */
#include <stdint.h>
#include <stdlib.h>

#define EXPORT __attribute__((visibility("default")))

enum { ABI = 1, NO_MEMORY = -1000 };

extern void Cblacs_pinfo(int *rank, int *size);
extern void Cblacs_get(int context, int what, int *value);
extern void Cblacs_gridinit(int *context, const char *order, int rows, int columns);
extern void Cblacs_gridinfo(int context, int *rows, int *columns, int *row, int *column);
extern int numroc_(const int *n, const int *block, const int *place, const int *source, const int *places);
extern void descinit_(int *descriptor, const int *m, const int *n, const int *mb, const int *nb, const int *rsrc, const int *csrc, const int *context,
                      const int *leading, int *info);
extern void pdgesvd_(const char *jobu, const char *jobvt, const int *m, const int *n, double *a, const int *ia, const int *ja, const int *desca, double *s,
                     double *u, const int *iu, const int *ju, const int *descu, double *vt, const int *ivt, const int *jvt, const int *descvt, double *work,
                     const int *lwork, int *info);
extern void pdsyev_(const char *jobz, const char *uplo, const int *n, double *a, const int *ia, const int *ja, const int *desca, double *w, double *z,
                    const int *iz, const int *jz, const int *descz, double *work, const int *lwork, int *info);

static const int ZERO = 0, ONE = 1;
static int context = -1;

EXPORT int32_t numerics_scalapack_abi(void) { return ABI; }

/* Process grid as square as the number of ranks allows, and the local part of a rows x columns matrix in square blocks:
   layout = grid rows, grid columns, own grid row, own grid column, local rows, local columns. */
EXPORT void numerics_scalapack_layout(int32_t rows, int32_t columns, int32_t block, int32_t layout[6])
{
    int gridRows, gridColumns, row, column;
    if (context < 0) {
        int rank, size, side = 1;
        Cblacs_pinfo(&rank, &size);
        for (int d = 1; d * d <= size; d++) {
            if (size % d == 0) {
                side = d;
            }
        }
        Cblacs_get(-1, 0, &context);
        Cblacs_gridinit(&context, "Row", side, size / side);
    }
    Cblacs_gridinfo(context, &gridRows, &gridColumns, &row, &column);
    layout[0] = gridRows;
    layout[1] = gridColumns;
    layout[2] = row;
    layout[3] = column;
    layout[4] = numroc_(&rows, &block, &row, &ZERO, &gridRows);
    layout[5] = numroc_(&columns, &block, &column, &ZERO, &gridColumns);
}

static int describe(int descriptor[9], int32_t rows, int32_t columns, int32_t block)
{
    int32_t layout[6];
    int info = 0, leading;
    numerics_scalapack_layout(rows, columns, block, layout);
    leading = layout[4] > 1 ? layout[4] : 1;
    descinit_(descriptor, &rows, &columns, &block, &block, &ZERO, &ZERO, &context, &leading, &info);
    return info;
}

/* Descending singular values, min(rows, columns) of them, on all ranks. */
EXPORT int32_t numerics_scalapack_singular_values(int32_t rows, int32_t columns, int32_t block, double *local, double *values)
{
    int a[9], info = describe(a, rows, columns, block), query = -1, length;
    double size = 0, nothing = 0, *work;
    if (info != 0) {
        return info;
    }
    pdgesvd_("N", "N", &rows, &columns, local, &ONE, &ONE, a, values, &nothing, &ONE, &ONE, a, &nothing, &ONE, &ONE, a, &size, &query, &info);
    if (info != 0) {
        return info;
    }
    length = (int)size;
    work = malloc(sizeof(double) * (size_t)length);
    if (!work) {
        return NO_MEMORY;
    }
    pdgesvd_("N", "N", &rows, &columns, local, &ONE, &ONE, a, values, &nothing, &ONE, &ONE, a, &nothing, &ONE, &ONE, a, work, &length, &info);
    free(work);
    return info;
}

/* Ascending eigenvalues of the symmetric matrix whose lower triangle is given, on all ranks. */
EXPORT int32_t numerics_scalapack_eigenvalues(int32_t order, int32_t block, double *local, double *values)
{
    int a[9], info = describe(a, order, order, block), query = -1, length;
    double size = 0, nothing = 0, *work;
    if (info != 0) {
        return info;
    }
    pdsyev_("N", "L", &order, local, &ONE, &ONE, a, values, &nothing, &ONE, &ONE, a, &size, &query, &info);
    if (info != 0) {
        return info;
    }
    length = (int)size;
    work = malloc(sizeof(double) * (size_t)length);
    if (!work) {
        return NO_MEMORY;
    }
    pdsyev_("N", "L", &order, local, &ONE, &ONE, a, values, &nothing, &ONE, &ONE, a, work, &length, &info);
    free(work);
    return info;
}
