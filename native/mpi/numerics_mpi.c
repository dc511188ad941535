/* MPI without its types: what the program needs of it, callable from C#. Compiled against the MPI of the site, because Open MPI and MPICH are not
   compatible in binary form. Counts are 64-bit; messages longer than MPI's int counts go in pieces. No logic besides. All calls from one thread.
   Errors: MPI's default handler ends all processes with a message, so that nothing is returned. */
#include <mpi.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#define EXPORT __attribute__((visibility("default")))

/* Raised with every change of a signature; the program refuses another number. */
enum { ABI = 1 };

/* Pause between two looks at a barrier that may take minutes: MPI itself would keep a core busy. */
static const struct timespec PAUSE = { 0, 5 * 1000 * 1000 };

EXPORT int32_t numerics_mpi_abi(void) { return ABI; }

/* Sizes that the program relies on: bytes of int64_t, double and void*. */
EXPORT int32_t numerics_mpi_sizes(void) { return (int32_t)(sizeof(int64_t) + 100 * sizeof(double) + 10000 * sizeof(void *)); }

/* What the library says of itself, in at most length bytes; the standard's version in *standard as 1000 major + minor. Needs no start. */
EXPORT void numerics_mpi_version(char *text, int64_t length, int32_t *standard)
{
    char own[MPI_MAX_LIBRARY_VERSION_STRING] = "";
    int written = 0, major = 0, minor = 0;
    MPI_Get_library_version(own, &written);
    MPI_Get_version(&major, &minor);
    *standard = 1000 * major + minor;
    if (length > 0) {
        strncpy(text, own, (size_t)length - 1);
        text[length - 1] = 0;
    }
}

/* Joins the world; afterwards rank, size and the number of ranks on this node. Returns the thread level granted, which is at least FUNNELED or the
   value is negative. */
EXPORT int32_t numerics_mpi_start(int32_t *rank, int32_t *size, int32_t *local)
{
    int granted = 0, me = 0, all = 0, here = 0;
    MPI_Comm node;
    MPI_Init_thread(NULL, NULL, MPI_THREAD_FUNNELED, &granted);
    MPI_Comm_rank(MPI_COMM_WORLD, &me);
    MPI_Comm_size(MPI_COMM_WORLD, &all);
    MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, me, MPI_INFO_NULL, &node);
    MPI_Comm_size(node, &here);
    MPI_Comm_free(&node);
    *rank = me;
    *size = all;
    *local = here;
    return granted >= MPI_THREAD_FUNNELED ? granted : -1;
}

/* Rank root's bytes to all, in pieces of at most piece bytes. */
EXPORT void numerics_mpi_broadcast(void *data, int64_t bytes, int32_t root, int64_t piece)
{
    for (int64_t at = 0; at < bytes; at += piece) {
        int64_t rest = bytes - at;
        MPI_Bcast((char *)data + at, (int)(rest < piece ? rest : piece), MPI_BYTE, root, MPI_COMM_WORLD);
    }
}

/* Every rank r has filled the bytes offsets[r] .. offsets[r + 1]; afterwards all ranks have all. */
EXPORT void numerics_mpi_allgather(void *data, const int64_t *offsets, int32_t *counts, int32_t *places, int64_t piece)
{
    int size = 0;
    MPI_Comm_size(MPI_COMM_WORLD, &size);
    if (offsets[size] > piece) {
        for (int r = 0; r < size; r++) {
            numerics_mpi_broadcast((char *)data + offsets[r], offsets[r + 1] - offsets[r], r, piece);
        }
        return;
    }
    for (int r = 0; r < size; r++) {
        counts[r] = (int32_t)(offsets[r + 1] - offsets[r]);
        places[r] = (int32_t)offsets[r];
    }
    MPI_Allgatherv(MPI_IN_PLACE, 0, MPI_DATATYPE_NULL, data, counts, places, MPI_BYTE, MPI_COMM_WORLD);
}

/* Waits for all ranks without keeping a core busy. */
EXPORT void numerics_mpi_wait(void)
{
    MPI_Request request;
    int done = 0;
    MPI_Ibarrier(MPI_COMM_WORLD, &request);
    for (;;) {
        MPI_Test(&request, &done, MPI_STATUS_IGNORE);
        if (done) {
            return;
        }
        nanosleep(&PAUSE, NULL);
    }
}

/* Ends all ranks. */
EXPORT void numerics_mpi_abort(int32_t code) { MPI_Abort(MPI_COMM_WORLD, code); }

/* Leaves the world; the last call. */
EXPORT void numerics_mpi_stop(void) { MPI_Finalize(); }
