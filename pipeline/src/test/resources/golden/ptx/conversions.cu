// Conversions between types of numbers, and operations on bits.

__device__ __forceinline__ unsigned short half_of(float v) {
  unsigned short h;
  asm("cvt.rn.f16.f32 %0, %1;" : "=h"(h) : "f"(v));
  return h;
}

__device__ __forceinline__ float of_half(unsigned short h) {
  float v;
  asm("{ .reg .b16 t; mov.b16 t, %1; cvt.f32.f16 %0, t; }" : "=f"(v) : "h"(h));
  return v;
}

// bfloat16 by hand, as cards before compute capability 8.0 must.
__device__ __forceinline__ unsigned short bfloat_of(float v) {
  unsigned bits = __float_as_uint(v);
  if ((bits & 0x7fffffffu) > 0x7f800000u) return 0x7fff;
  return (unsigned short)((bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16);
}

extern "C" __global__ void to_halves(const float* x, unsigned short* halves, unsigned short* bfloats, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= n) return;
  halves[i] = half_of(x[i]);
  bfloats[i] = bfloat_of(x[i]);
}

extern "C" __global__ void of_halves(const unsigned short* x, float* of_half_bits, float* of_bfloat_bits, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= n) return;
  of_half_bits[i] = of_half(x[i]);
  of_bfloat_bits[i] = __uint_as_float((unsigned)x[i] << 16);
}

#if __CUDA_ARCH__ >= 900
// The same by the card's own instructions, one number and two at a time.
extern "C" __global__ void bfloats_by_instruction(const float* x, unsigned short* out, float* back, unsigned* pairs, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= n) return;
  unsigned short b;
  asm("cvt.rn.bf16.f32 %0, %1;" : "=h"(b) : "f"(x[i]));
  out[i] = b;
  asm("cvt.f32.bf16 %0, %1;" : "=f"(back[i]) : "h"(b));
  asm("cvt.rn.bf16x2.f32 %0, %1, %2;" : "=r"(pairs[2 * i]) : "f"(x[i]), "f"(-x[i]));
  asm("cvt.rn.f16x2.f32 %0, %1, %2;" : "=r"(pairs[2 * i + 1]) : "f"(x[i]), "f"(-x[i]));
}
#endif

// ints [8, n], longs [8, n]: a float in every direction to int, unsigned, and 64 bits.
extern "C" __global__ void floats_to_integers(const float* x, const double* y, int* ints, long long* longs, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= n) return;
  ints[i] = __float2int_rn(x[i]);
  ints[n + i] = __float2int_rz(x[i]);
  ints[2 * n + i] = __float2int_rd(x[i]);
  ints[3 * n + i] = __float2int_ru(x[i]);
  ints[4 * n + i] = (int)__float2uint_rn(x[i]);
  ints[5 * n + i] = (int)__float2uint_rz(x[i]);
  ints[6 * n + i] = __double2int_rn(y[i]);
  ints[7 * n + i] = (int)__double2uint_rz(y[i]);
  longs[i] = __float2ll_rn(x[i]);
  longs[n + i] = (long long)__float2ull_rz(x[i]);
  longs[2 * n + i] = __double2ll_rn(y[i]);
  longs[3 * n + i] = __double2ll_rz(y[i]);
  longs[4 * n + i] = __double2ll_rd(y[i]);
  longs[5 * n + i] = __double2ll_ru(y[i]);
  longs[6 * n + i] = (long long)__double2ull_rn(y[i]);
  longs[7 * n + i] = (long long)__double2ull_ru(y[i]);
}

// floats [10, n], doubles [2, n]: integers and doubles in every direction to float, and 64-bit integers to double.
extern "C" __global__ void integers_to_floats(const long long* x, const double* y, float* floats, double* doubles, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= n) return;
  floats[i] = __int2float_rn((int)x[i]);
  floats[n + i] = __int2float_rz((int)x[i]);
  floats[2 * n + i] = __uint2float_rd((unsigned)x[i]);
  floats[3 * n + i] = __uint2float_ru((unsigned)x[i]);
  floats[4 * n + i] = __ll2float_rn(x[i]);
  floats[5 * n + i] = __ull2float_rz((unsigned long long)x[i]);
  floats[6 * n + i] = __double2float_rn(y[i]);
  floats[7 * n + i] = __double2float_rz(y[i]);
  floats[8 * n + i] = __double2float_rd(y[i]);
  floats[9 * n + i] = __double2float_ru(y[i]);
  doubles[i] = __ll2double_rn(x[i]);
  doubles[n + i] = __ull2double_rd((unsigned long long)x[i]);
}

// out [20, n]
extern "C" __global__ void bits(const unsigned* x, const unsigned* y, unsigned* out, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= n) return;
  unsigned a = x[i], b = y[i], r;
  int s = b & 63;
  out[0 * n + i] = __popc(a);
  out[1 * n + i] = __clz(a);
  out[2 * n + i] = __brev(a);
  out[3 * n + i] = __ffs(a);
  out[4 * n + i] = __byte_perm(a, b, b & 0x7777);
  out[5 * n + i] = __funnelshift_l(a, b, s);
  out[6 * n + i] = __funnelshift_r(a, b, s);
  out[7 * n + i] = __umulhi(a, b);
  out[8 * n + i] = (unsigned)__mulhi((int)a, (int)b);
  asm("bfe.u32 %0, %1, %2, %3;" : "=r"(r) : "r"(a), "r"(b & 31), "r"((b >> 8) & 31));
  out[9 * n + i] = r;
  asm("bfe.s32 %0, %1, %2, %3;" : "=r"(r) : "r"(a), "r"(b & 31), "r"((b >> 8) & 31));
  out[10 * n + i] = r;
  asm("bfi.b32 %0, %1, %2, %3, %4;" : "=r"(r) : "r"(a), "r"(b), "r"(b & 31), "r"((b >> 8) & 31));
  out[11 * n + i] = r;
  asm("shl.b32 %0, %1, %2;" : "=r"(r) : "r"(a), "r"(s));
  out[12 * n + i] = r;
  asm("shr.s32 %0, %1, %2;" : "=r"(r) : "r"(a), "r"(s));
  out[13 * n + i] = r;
  asm("shr.u32 %0, %1, %2;" : "=r"(r) : "r"(a), "r"(s));
  out[14 * n + i] = r;
  asm("lop3.b32 %0, %1, %2, %3, 0x96;" : "=r"(r) : "r"(a), "r"(b), "r"(s));
  out[15 * n + i] = r;
  asm("sad.s32 %0, %1, %2, %3;" : "=r"(r) : "r"(a), "r"(b), "r"(s));
  out[16 * n + i] = r;
  asm("{ add.cc.u32 %0, %1, %2; addc.u32 %0, %1, 0; }" : "=&r"(r) : "r"(a), "r"(b));
  out[17 * n + i] = r;
  asm("mad.hi.u32 %0, %1, %2, %3;" : "=r"(r) : "r"(a), "r"(b), "r"(s));
  out[18 * n + i] = r;
  out[19 * n + i] = (unsigned)((short)a) + (unsigned char)b + (unsigned)(signed char)(a >> 8);
}
