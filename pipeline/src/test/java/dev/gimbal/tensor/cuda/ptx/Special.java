package dev.gimbal.tensor.cuda.ptx;

import org.jspecify.annotations.Nullable;

/** What a thread can ask about itself (section "Special Registers"); read once when a function begins. */
@FunctionalInterface
interface Special {
    long of(GpuThread thread);

    /** The register of this name, or null where there is none. */
    static @Nullable Special named(String name) {
        int axis = name.length() > 2 && name.charAt(name.length() - 2) == '.'
                ? "xyz".indexOf(name.charAt(name.length() - 1))
                : -1;
        if (axis >= 0) {
            return switch (name.substring(0, name.length() - 2)) {
                case "%tid" -> t -> t.position[axis];
                case "%ntid" -> t -> t.block.launch.block()[axis];
                case "%ctaid" -> t -> t.block.position[axis];
                case "%nctaid" -> t -> t.block.launch.grid()[axis];
                default -> null;
            };
        }
        return switch (name) {
            case "%laneid" -> t -> t.lane();
            case "%warpid" -> t -> t.index / Warp.SIZE;
            case "%nwarpid" -> t -> t.block.warps.length;
            case "%lanemask_eq" -> t -> 1 << t.lane();
            case "%lanemask_lt" -> t -> (1 << t.lane()) - 1;
            case "%lanemask_le" -> t -> (2 << t.lane()) - 1;
            case "%lanemask_gt" -> t -> -(2 << t.lane());
            case "%lanemask_ge" -> t -> -(1 << t.lane());
            case "%dynamic_smem_size" -> t -> t.block.launch.dynamicSharedBytes();
            case "WARP_SZ" -> t -> Warp.SIZE;
            default -> null;
        };
    }
}
