"""Normal numbers from oneMKL's generators, by way of its single dynamic library libmkl_rt; not every machine has one."""
import ctypes
import ctypes.util
import glob
import os
import sys

GENERATORS = {"SFMT19937": 13 << 20, "Philox4x32-10": 16 << 20}
BY_INVERSION = 2


def find():
    """The library's path: the loader's, else that of MKLROOT, of this Python (pip install mkl), of Intel's installer."""
    folders = [os.path.join(os.environ["MKLROOT"], "lib", "*")] if "MKLROOT" in os.environ else []
    folders += [os.path.join(sys.prefix, "lib"), "/opt/intel/oneapi/mkl/latest/lib"]
    found = [path for folder in folders for path in sorted(glob.glob(os.path.join(folder, "libmkl_rt.so*")))]
    return ctypes.util.find_library("mkl_rt") or (found[0] if found else None)


class MklGenerator:
    """One stream of a generator; calls release Python's lock, so that streams run side by side."""

    library = None

    @classmethod
    def missing(cls):
        """Why there is no generator to compare with; None if there is one."""
        for name in [find(), "libmkl_rt.so", "libmkl_rt.so.2"]:
            try:
                if cls.library is None and name:
                    library = ctypes.CDLL(name)
                    library.MKL_Set_Threading_Layer(1)  # sequential: the threads are ours
                    cls.library = library
            except (OSError, AttributeError):
                pass
        return None if cls.library else ("no libmkl_rt was found (the oneMKL inside libtorch exports no vslNewStream): install Debian's libmkl-rt (section non-free), "
                                         "or Intel's oneMKL and set MKLROOT")

    def __init__(self, generator, seed):
        self.stream = ctypes.c_void_p()
        self.check(self.library.vslNewStream(ctypes.byref(self.stream), GENERATORS[generator], ctypes.c_uint(seed)))

    def standard_normal(self, out):
        self.check(self.library.vdRngGaussian(BY_INVERSION, self.stream, ctypes.c_int(out.size), out.ctypes.data_as(ctypes.c_void_p),
                                              ctypes.c_double(0), ctypes.c_double(1)))

    @staticmethod
    def check(status):
        if status != 0:
            raise RuntimeError(f"oneMKL's generator answered with status {status}.")
