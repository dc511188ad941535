// The Fortran interfaces as the libraries export them: every argument by address, then the lengths of the character arguments by value.
// byte*: character; int*: 32-bit integer; void*: float or double, scalar or array.

global using unsafe GeevSignature = delegate* unmanaged<
    byte*, byte*, int*, void*, int*, void*, void*, void*,
    int*, void*, int*, void*, int*, int*, nint, nint, void>;
global using unsafe GemmSignature = delegate* unmanaged<
    byte*, byte*, int*, int*, int*, void*, void*, int*,
    void*, int*, void*, void*, int*, nint, nint, void>;
global using unsafe GemvSignature = delegate* unmanaged<byte*, int*, int*, void*, void*, int*, void*, int*, void*, void*, int*, nint, void>;
global using unsafe GeqrfSignature = delegate* unmanaged<int*, int*, void*, int*, void*, void*, int*, int*, void>;
global using unsafe GesddSignature = delegate* unmanaged<
    byte*, int*, int*, void*, int*, void*, void*, int*,
    void*, int*, void*, int*, int*, int*, nint, void>;
global using unsafe GetrfSignature = delegate* unmanaged<int*, int*, void*, int*, int*, int*, void>;
global using unsafe GetrsSignature = delegate* unmanaged<byte*, int*, int*, void*, int*, int*, void*, int*, int*, nint, void>;
global using unsafe OrgqrSignature = delegate* unmanaged<int*, int*, int*, void*, int*, void*, void*, int*, int*, void>;
global using unsafe PotrfSignature = delegate* unmanaged<byte*, int*, void*, int*, int*, nint, void>;
global using unsafe SyevdSignature = delegate* unmanaged<
    byte*, byte*, int*, void*, int*, void*, void*,
    int*, int*, int*, int*, nint, nint, void>;
global using unsafe SyrkSignature = delegate* unmanaged<byte*, byte*, int*, int*, void*, void*, int*, void*, void*, int*, nint, nint, void>;
global using unsafe SytrfSignature = delegate* unmanaged<byte*, int*, void*, int*, int*, void*, int*, int*, nint, void>;
global using unsafe SytrsSignature = delegate* unmanaged<byte*, int*, int*, void*, int*, int*, void*, int*, int*, nint, void>;
