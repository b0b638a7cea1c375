package dev.gimbal.tensor.cuda.ptx;

/** A state space (section "State Spaces"): finds the region that an access is in, or faults. */
@FunctionalInterface
interface Space {
    Space GLOBAL = (t, address, size, use) -> Windows.of(address) == Windows.MODULE
            ? variables(t, address, size)
            : t.block.launch.memory().find(address, size);
    Space SHARED = (t, address, size, use) -> t.block.shared.at(t, address, size, use);
    Space LOCAL = (t, address, size, use) -> t.local.at(address, size);
    Space GENERIC = Space::generic;

    Region find(GpuThread t, long address, int size, SharedMemory.Use use);

    /** Takes the modifier that names the space; without one an address is generic. */
    static Space of(Instruction i) {
        return switch (i.takeOne("global", "shared", "shared::cta", "local", "const")) {
            case "global", "const" -> GLOBAL;
            case "shared", "shared::cta" -> SHARED;
            case "local" -> LOCAL;
            default -> GENERIC;
        };
    }

    private static Region generic(GpuThread t, long address, int size, SharedMemory.Use use) {
        long window = Windows.of(address);
        if (window == Windows.SHARED) return t.block.shared.atGeneric(t, address, size, use);
        if (window == Windows.LOCAL) return t.local.atGeneric(address, size);
        return GLOBAL.find(t, address, size, use);
    }

    private static Region variables(GpuThread t, long address, int size) {
        Region region = t.block.launch.variables();
        if (!region.holds(address, size))
            throw new Fault(
                    size + " bytes at address " + PtxMemory.hex(address) + " are outside the module's variables");
        return region;
    }

    /** As {@link #find}, for an address that has to be a multiple of the size. */
    default Region aligned(GpuThread t, long address, int size, SharedMemory.Use use) {
        if ((address & (size - 1)) != 0)
            throw new Fault("address " + PtxMemory.hex(address) + " is no multiple of the " + size + " bytes accessed");
        return find(t, address, size, use);
    }
}
