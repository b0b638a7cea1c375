// Answers as CUDA's driver, cuBLAS, cuSOLVER and NVRTC do, on the processor, as far as CardDeviceIT asks: so that what the
// program hands to them is seen where there is no card. A "card's" memory is main memory; a few kernels are known by name.
// STUB_DRIVER and STUB_CARDS change what is found, STUB_FAIL names a call that fails.

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef unsigned long long Address;

static void *const CONTEXT = (void *)0x123456789abcdef0; // wider than 32 bits, as handles are
static void *const STREAM = (void *)0x7700000077;
static void *const BLAS = (void *)0x5500000055;
static void *const SOLVER = (void *)0x6600000066;
static __thread void *current;

static int number(const char *name, int otherwise) {
    const char *text = getenv(name);
    return text ? atoi(text) : otherwise;
}

// 719 is CUDA_ERROR_LAUNCH_FAILED; 201 CUDA_ERROR_INVALID_CONTEXT, where a thread has none.
static int ready(const char *call) {
    const char *failing = getenv("STUB_FAIL");
    return failing && !strcmp(failing, call) ? 719 : current == CONTEXT ? 0 : 201;
}

int cuInit(unsigned flags) { return flags; }
int cuDriverGetVersion(int *version) { return *version = number("STUB_DRIVER", 13000), 0; }
int cuGetErrorName(int error, const char **name) { return *name = error == 719 ? "LAUNCH_FAILED" : "OTHER", 0; }
int cuDeviceGetCount(int *count) { return *count = number("STUB_CARDS", 1), 0; }
int cuDeviceGet(int *device, int ordinal) { return *device = ordinal + 3, 0; }
int cuDeviceGetName(char *name, int length, int device) { return strncpy(name, "Stub 9000", length), device != 3; }
int cuDeviceGetAttribute(int *value, int attribute, int device) { return *value = attribute == 75 ? 9 : 0, device != 3; }
int cuDevicePrimaryCtxRetain(void **context, int device) { return *context = CONTEXT, device != 3; }
int cuDevicePrimaryCtxRelease_v2(int device) { return device != 3; }
int cuCtxSetCurrent(void *context) { return current = context, context != CONTEXT; }
int cuMemGetInfo_v2(size_t *left, size_t *all) { return *left = 1 << 30, *all = (size_t)4 << 30, ready("cuMemGetInfo"); }

int cuMemAlloc_v2(Address *address, size_t bytes) {
    void *memory;
    if (bytes > 1 << 30 || posix_memalign(&memory, 256, bytes)) {
        return 2; // CUDA_ERROR_OUT_OF_MEMORY
    }
    memset(memory, 0xff, bytes);
    return *address = (Address)memory, ready("cuMemAlloc");
}

int cuMemFree_v2(Address address) { return free((void *)address), ready("cuMemFree"); }
int cuMemHostAlloc(void **memory, size_t bytes, unsigned flags) { return *memory = malloc(bytes), (int)flags; }
int cuMemFreeHost(void *memory) { return free(memory), 0; }

static int move(void *to, const void *from, size_t bytes, void *stream) {
    memcpy(to, from, bytes);
    return stream == STREAM ? ready("copy") : 400; // CUDA_ERROR_INVALID_HANDLE
}

int cuMemcpyHtoDAsync_v2(Address to, const void *from, size_t n, void *stream) { return move((void *)to, from, n, stream); }
int cuMemcpyDtoHAsync_v2(void *to, Address from, size_t n, void *stream) { return move(to, (void *)from, n, stream); }
int cuMemcpyDtoDAsync_v2(Address to, Address from, size_t n, void *stream) { return move((void *)to, (void *)from, n, stream); }

int cuMemsetD32Async(Address address, unsigned value, size_t count, void *stream) {
    for (size_t i = 0; i < count; i++) {
        ((unsigned *)address)[i] = value;
    }
    return stream != STREAM;
}

int cuStreamCreate(void **stream, unsigned flags) { return *stream = STREAM, flags != 1; }
int cuStreamSynchronize(void *stream) { return stream != STREAM; }
int cuStreamDestroy_v2(void *stream) { return stream != STREAM; }
int cuEventCreate(void **event, unsigned flags) { return *event = malloc(1), flags != 2; }
int cuEventRecord(void *event, void *stream) { return !event || stream != STREAM; }
int cuEventSynchronize(void *event) { return !event; }
int cuEventDestroy_v2(void *event) { return free(event), 0; }
int cuModuleLoadData(void **module, const void *image) { return *module = STREAM, memcmp(image, "\177ELF", 4); }
int cuModuleGetFunction(void **function, void *module, const char *name) { return *function = strdup(name), module != STREAM; }
int cuModuleUnload(void *module) { return module != STREAM; }

#define ARGUMENT(type, i) (*(type *)arguments[i])

static void run(const char *kernel, unsigned blocks, void **arguments) {
    if (!strcmp(kernel, "fillF32")) {
        for (long long i = 0; i < ARGUMENT(long long, 2); i++) {
            ARGUMENT(float *, 0)[i] = ARGUMENT(float, 1);
        }
    } else if (!strcmp(kernel, "addF32F64")) {
        for (long long i = 0; i < ARGUMENT(long long, 3); i++) {
            ARGUMENT(double *, 2)[i] += ARGUMENT(double, 0) * ARGUMENT(float *, 1)[i];
        }
    } else if (!strcmp(kernel, "largestF64")) {
        memset(ARGUMENT(double *, 4), 0, blocks * sizeof(double)); // "finite"
    } else if (!strcmp(kernel, "upperF64")) {
        int n = ARGUMENT(int, 2);
        for (int i = 0; i < n * n; i++) {
            ARGUMENT(double *, 1)[i] = i / n <= i % n ? ARGUMENT(double *, 0)[i] : 0;
        }
    } else if (!strcmp(kernel, "diagonalF64")) {
        int n = ARGUMENT(int, 2);
        for (int i = 0; i < n; i++) {
            ARGUMENT(double *, 1)[i] = ARGUMENT(double *, 0)[i * n + i];
        }
    }
}

int cuLaunchKernel(
    void *function, unsigned gridX, unsigned gridY, unsigned gridZ, unsigned blockX, unsigned blockY, unsigned blockZ,
    unsigned shared, void *stream, void **arguments, void **extra) {
    run(function, gridX, arguments);
    int faulty = gridY != 1 || gridZ != 1 || blockX < 128 || blockY != 1 || blockZ != 1 || shared || extra;
    return faulty || stream != STREAM ? 1 : ready("cuLaunchKernel");
}

int cublasCreate_v2(void **handle) { return *handle = BLAS, 0; }
int cublasDestroy_v2(void *handle) { return handle != BLAS; }
int cublasGetVersion_v2(void *handle, int *version) { return *version = 130102, handle != BLAS; }
int cublasSetStream_v2(void *handle, void *stream) { return handle != BLAS || stream != STREAM; }
int cublasSetWorkspace_v2(void *handle, void *work, size_t bytes) { return memset(work, 0, bytes), handle != BLAS; }
int cublasSetMathMode(void *handle, int mode) { return handle != BLAS || mode != 0; }

#define GEMM(name, type)                                                                                               \
    int name(                                                                                                          \
        void *handle, int ta, int tb, int m, int n, int k, const type *alpha, const type *a, int lda, const type *b,   \
        int ldb, const type *beta, type *c, int ldc) {                                                                 \
        for (int i = 0; i < m; i++) {                                                                                  \
            for (int j = 0; j < n; j++) {                                                                              \
                type sum = 0;                                                                                          \
                for (int l = 0; l < k; l++) {                                                                          \
                    sum += (ta ? a[l + i * lda] : a[i + l * lda]) * (tb ? b[j + l * ldb] : b[l + j * ldb]);            \
                }                                                                                                      \
                c[i + j * ldc] = *alpha * sum + (*beta == 0 ? 0 : *beta * c[i + j * ldc]);                             \
            }                                                                                                          \
        }                                                                                                              \
        return handle != BLAS;                                                                                         \
    }

GEMM(cublasSgemm_v2, float)
GEMM(cublasDgemm_v2, double)

int cublasSsyrk_v2(
    void *handle, int triangle, int transpose, int n, int k, const float *alpha, const float *a, int lda,
    const float *beta, float *c, int ldc) {
    for (int j = 0; j < n; j++) {
        for (int i = j; i < n; i++) {
            float sum = 0;
            for (int l = 0; l < k; l++) {
                sum += a[i + l * lda] * a[j + l * lda];
            }
            c[i + j * ldc] = *alpha * sum + *beta * c[i + j * ldc];
        }
    }
    return handle != BLAS || triangle != 0 || transpose != 0;
}

int cublasDtrsm_v2(
    void *handle, int side, int triangle, int transpose, int diagonal, int m, int n, const double *alpha,
    const double *a, int lda, double *b, int ldb) {
    for (int j = 0; j < n; j++) {
        for (int step = 0; step < m; step++) {
            int i = transpose ? m - 1 - step : step;
            double sum = *alpha * b[i + j * ldb];
            for (int l = transpose ? i + 1 : 0; l < (transpose ? m : i); l++) {
                sum -= (transpose ? a[l + i * lda] : a[i + l * lda]) * b[l + j * ldb];
            }
            b[i + j * ldb] = sum / a[i + i * lda];
        }
    }
    return handle != BLAS || side != 0 || triangle != 0 || diagonal != 0;
}

int cusolverDnCreate(void **handle) { return *handle = SOLVER, 0; }
int cusolverDnDestroy(void *handle) { return handle != SOLVER; }
int cusolverDnSetStream(void *handle, void *stream) { return handle != SOLVER || stream != STREAM; }

int cusolverDnDpotrf_bufferSize(void *handle, int triangle, int n, double *a, int lda, int *elements) {
    return *elements = 7 * n, handle != SOLVER;
}

int cusolverDnDpotrf(
    void *handle, int triangle, int n, double *a, int lda, double *work, int elements, int *info) {
    memset(work, 0xff, elements * sizeof(double));
    *info = 0;
    for (int j = 0; j < n; j++) {
        for (int i = j; i < n; i++) {
            double sum = a[i + j * lda];
            for (int l = 0; l < j; l++) {
                sum -= a[i + l * lda] * a[j + l * lda];
            }
            if (i == j && sum <= 0) {
                return *info = j + 1, 0;
            }
            a[i + j * lda] = i == j ? sqrt(sum) : sum / a[j + j * lda];
        }
    }
    return handle != SOLVER || triangle != 0 || elements != 7 * n;
}

// Asked for when the library is opened, and never called.
#define NEVER(name)                                                                                                    \
    int name(void) { return 99; }

NEVER(cusolverDnDgesvd)
NEVER(cusolverDnDgesvd_bufferSize)
NEVER(cusolverDnDsyevd)
NEVER(cusolverDnDsyevd_bufferSize)
NEVER(cusolverDnDgeqrf)
NEVER(cusolverDnDgeqrf_bufferSize)
NEVER(cusolverDnDorgqr)
NEVER(cusolverDnDorgqr_bufferSize)
NEVER(cusolverDnDgetrf)
NEVER(cusolverDnDgetrf_bufferSize)
NEVER(nvrtcGetPTX)
NEVER(nvrtcGetPTXSize)

int nvrtcVersion(int *major, int *minor) { return *major = 13, *minor = 1, 0; }
int nvrtcGetNumSupportedArchs(int *count) { return *count = 2, 0; }
int nvrtcGetSupportedArchs(int *served) { return served[0] = 75, served[1] = number("STUB_NEWEST", 90), 0; }

int nvrtcCreateProgram(void **program, const char *source, const char *name, int headers, void *texts, void *names) {
    return *program = strdup(name), headers || texts || names || !strstr(source, "__global__");
}

int nvrtcCompileProgram(void *program, int count, const char *const *options) {
    return count != 2 || strcmp(options[0], "--fmad=true") || strcmp(options[1], "--gpu-architecture=sm_90");
}

int nvrtcGetProgramLogSize(void *program, size_t *bytes) { return *bytes = 1, 0; }
int nvrtcGetProgramLog(void *program, char *log) { return *log = 0; }
int nvrtcGetCUBINSize(void *program, size_t *bytes) { return *bytes = 5, 0; }
int nvrtcGetCUBIN(void *program, char *code) { return memcpy(code, "\177ELF!", 5), 0; }
int nvrtcDestroyProgram(void **program) { return free(*program), 0; }
