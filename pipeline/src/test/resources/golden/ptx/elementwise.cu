// Element-wise kernels: arithmetic and the mathematical functions, in both precisions.
// The functions write a table: row i of `out` holds function i of every x, [functions, n].

extern "C" __global__ void axpy(const float* x, float* y, float a, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < n) y[i] = a * x[i] + y[i];
}

extern "C" __global__ void axpy_double(const double* x, double* y, double a, long long n) {
  for (long long i = blockIdx.x * (long long)blockDim.x + threadIdx.x; i < n; i += (long long)gridDim.x * blockDim.x)
    y[i] = a * x[i] + y[i];
}

extern "C" __global__ void scale_by_fours(const float4* x, float4* y, float a, int fours) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= fours) return;
  float4 v = x[i];
  v.x *= a; v.y *= a; v.z *= a; v.w *= a;
  y[i] = v;
}

extern "C" __global__ void scale_by_pairs(const double2* __restrict__ x, double2* __restrict__ y, double a, int pairs) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= pairs) return;
  double2 v = x[i];
  y[i] = make_double2(v.x * a, v.y * a);
}

extern "C" __global__ void swiglu(const float* __restrict__ gate, const float* __restrict__ up, float* out, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < n) out[i] = gate[i] / (1.0f + expf(-gate[i])) * up[i];
}

extern "C" __global__ void functions(const float* x, float* out, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= n) return;
  float v = x[i];
  float a = fabsf(v);
  out[0 * n + i] = expf(v);
  out[1 * n + i] = __expf(v);
  out[2 * n + i] = logf(a);
  out[3 * n + i] = __logf(a);
  out[4 * n + i] = sqrtf(a);
  out[5 * n + i] = rsqrtf(a);
  out[6 * n + i] = 1.0f / v;
  out[7 * n + i] = __fdividef(v, 3.0f);
  out[8 * n + i] = tanhf(v);
  out[9 * n + i] = sinf(v);
  out[10 * n + i] = cosf(v);
  out[11 * n + i] = floorf(v);
  out[12 * n + i] = rintf(v);
  out[13 * n + i] = fminf(v, 0.5f);
  out[14 * n + i] = fmaxf(v, -0.5f);
  out[15 * n + i] = powf(a, 1.75f);
  out[16 * n + i] = exp2f(v);
  out[17 * n + i] = log1pf(a);
  out[18 * n + i] = expm1f(v);
  out[19 * n + i] = erff(v);
  out[20 * n + i] = __sinf(v);
  out[21 * n + i] = __cosf(v);
  out[22 * n + i] = fmodf(v, 0.75f);
  out[23 * n + i] = cbrtf(v);
}

extern "C" __global__ void functions_double(const double* x, double* out, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= n) return;
  double v = x[i];
  double a = fabs(v);
  out[0 * n + i] = exp(v);
  out[1 * n + i] = log(a);
  out[2 * n + i] = sqrt(a);
  out[3 * n + i] = rsqrt(a);
  out[4 * n + i] = 1.0 / v;
  out[5 * n + i] = tanh(v);
  out[6 * n + i] = sin(v);
  out[7 * n + i] = cos(v);
  out[8 * n + i] = floor(v);
  out[9 * n + i] = fmin(v, 0.5);
  out[10 * n + i] = fmax(v, -0.5);
  out[11 * n + i] = pow(a, 1.75);
  out[12 * n + i] = hypot(v, 2.0);
}

// Every operation in every direction of rounding: [rows, n], rows in the order of the lines.
extern "C" __global__ void directed(const float* a, const float* b, const float* c, float* out, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= n) return;
  float x = a[i], y = b[i], z = c[i];
  out[0 * n + i] = __fadd_rn(x, y);
  out[1 * n + i] = __fadd_rz(x, y);
  out[2 * n + i] = __fadd_rd(x, y);
  out[3 * n + i] = __fadd_ru(x, y);
  out[4 * n + i] = __fmul_rn(x, y);
  out[5 * n + i] = __fmul_rz(x, y);
  out[6 * n + i] = __fmul_rd(x, y);
  out[7 * n + i] = __fmul_ru(x, y);
  out[8 * n + i] = __fmaf_rn(x, y, z);
  out[9 * n + i] = __fmaf_rz(x, y, z);
  out[10 * n + i] = __fmaf_rd(x, y, z);
  out[11 * n + i] = __fmaf_ru(x, y, z);
  out[12 * n + i] = __fdiv_rn(x, y);
  out[13 * n + i] = __fdiv_rz(x, y);
  out[14 * n + i] = __fdiv_rd(x, y);
  out[15 * n + i] = __fdiv_ru(x, y);
  out[16 * n + i] = __fsqrt_rn(fabsf(x));
  out[17 * n + i] = __fsqrt_rz(fabsf(x));
  out[18 * n + i] = __fsqrt_rd(fabsf(x));
  out[19 * n + i] = __fsqrt_ru(fabsf(x));
}

extern "C" __global__ void directed_double(const double* a, const double* b, const double* c, double* out, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= n) return;
  double x = a[i], y = b[i], z = c[i];
  out[0 * n + i] = __dadd_rn(x, y);
  out[1 * n + i] = __dadd_rz(x, y);
  out[2 * n + i] = __dadd_rd(x, y);
  out[3 * n + i] = __dadd_ru(x, y);
  out[4 * n + i] = __dmul_rn(x, y);
  out[5 * n + i] = __dmul_rz(x, y);
  out[6 * n + i] = __dmul_rd(x, y);
  out[7 * n + i] = __dmul_ru(x, y);
  out[8 * n + i] = __fma_rn(x, y, z);
  out[9 * n + i] = __fma_rz(x, y, z);
  out[10 * n + i] = __fma_rd(x, y, z);
  out[11 * n + i] = __fma_ru(x, y, z);
  out[12 * n + i] = __ddiv_rn(x, y);
  out[13 * n + i] = __ddiv_rz(x, y);
  out[14 * n + i] = __ddiv_rd(x, y);
  out[15 * n + i] = __ddiv_ru(x, y);
  out[16 * n + i] = __dsqrt_rn(fabs(x));
  out[17 * n + i] = __dsqrt_rz(fabs(x));
  out[18 * n + i] = __dsqrt_rd(fabs(x));
  out[19 * n + i] = __dsqrt_ru(fabs(x));
}
