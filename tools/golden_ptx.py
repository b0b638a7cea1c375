"""Compiles CUDA C to PTX with NVRTC, without a card: what the tests of the kernels run in their interpreter.

    pip install nvidia-cuda-nvrtc        # for CUDA 13; nvidia-cuda-nvrtc-cu12 for CUDA 12
    python tools/golden_ptx.py SITE/nvidia/cu13/lib/libnvrtc.so.13 FOLDER --arch compute_90 [--out FOLDER]

Of each NAME.cu in the folder it writes NAME.ARCH.ptx, whose first line holds the SHA-256 of the source: so a test can
tell that the two belong together.
"""

import argparse
import ctypes
import hashlib
import re
from pathlib import Path


class Compiler:
    """The few calls of NVRTC that make PTX of a source."""

    def __init__(self, library):
        self.nvrtc = ctypes.CDLL(str(library))
        major, minor = ctypes.c_int(), ctypes.c_int()
        self.check(self.nvrtc.nvrtcVersion(ctypes.byref(major), ctypes.byref(minor)))
        self.version = f"{major.value}.{minor.value}"

    def check(self, result):
        if result != 0:
            self.nvrtc.nvrtcGetErrorString.restype = ctypes.c_char_p
            raise RuntimeError(self.nvrtc.nvrtcGetErrorString(result).decode())

    def text(self, program, size, get):
        length = ctypes.c_size_t()
        self.check(size(program, ctypes.byref(length)))
        buffer = ctypes.create_string_buffer(length.value)
        self.check(get(program, buffer))
        return buffer.value.decode()

    def ptx(self, source, name, options):
        program = ctypes.c_void_p()
        self.check(
            self.nvrtc.nvrtcCreateProgram(ctypes.byref(program), source.encode(), name.encode(), 0, None, None)
        )
        array = (ctypes.c_char_p * len(options))(*[option.encode() for option in options])
        result = self.nvrtc.nvrtcCompileProgram(program, len(options), array)
        if result != 0:
            raise SystemExit(self.text(program, self.nvrtc.nvrtcGetProgramLogSize, self.nvrtc.nvrtcGetProgramLog))
        try:
            return self.text(program, self.nvrtc.nvrtcGetPTXSize, self.nvrtc.nvrtcGetPTX)
        finally:
            self.nvrtc.nvrtcDestroyProgram(ctypes.byref(program))


def without_build_numbers(ptx):
    """The header's comment names the compiler's build: no part of the program, and different on every release."""
    return re.sub(r"\A(//[^\n]*\n)+", "", ptx).lstrip()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("library", type=Path, help="libnvrtc.so.12 or libnvrtc.so.13")
    parser.add_argument("folder", type=Path, help="holds the .cu files")
    parser.add_argument("--arch", default="compute_70", help="virtual architecture (default: %(default)s)")
    parser.add_argument("--out", type=Path, help="where the .ptx go (default: beside the sources)")
    options = parser.parse_args()
    compiler = Compiler(options.library)
    for path in sorted(options.folder.glob("*.cu")):
        source = path.read_bytes()
        ptx = compiler.ptx(source.decode(), path.name, [f"--gpu-architecture={options.arch}", "--fmad=true"])
        digest = hashlib.sha256(source).hexdigest()
        header = f"// sha256 {digest} of {path.name}, {options.arch}, NVRTC {compiler.version}\n"
        written = (options.out or options.folder) / f"{path.stem}.{options.arch}.ptx"
        written.write_text(header + without_build_numbers(ptx))
        print(written)


if __name__ == "__main__":
    main()
