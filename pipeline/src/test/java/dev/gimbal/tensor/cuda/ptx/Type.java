package dev.gimbal.tensor.cuda.ptx;

import java.util.Locale;

/** Types of operands (section "Fundamental Types"); {@code bytes} is the size in memory. */
enum Type {
    PRED(1, Kind.PREDICATE),
    B8(1, Kind.UNSIGNED),
    B16(2, Kind.UNSIGNED),
    B32(4, Kind.UNSIGNED),
    B64(8, Kind.UNSIGNED),
    U8(1, Kind.UNSIGNED),
    U16(2, Kind.UNSIGNED),
    U32(4, Kind.UNSIGNED),
    U64(8, Kind.UNSIGNED),
    S8(1, Kind.SIGNED),
    S16(2, Kind.SIGNED),
    S32(4, Kind.SIGNED),
    S64(8, Kind.SIGNED),
    F16(2, Kind.FLOATING),
    BF16(2, Kind.FLOATING),
    F16X2(4, Kind.FLOATING),
    BF16X2(4, Kind.FLOATING),
    F32(4, Kind.FLOATING),
    F64(8, Kind.FLOATING);

    enum Kind {
        PREDICATE,
        UNSIGNED,
        SIGNED,
        FLOATING
    }

    final int bytes;
    final Kind kind;

    Type(int bytes, Kind kind) {
        this.bytes = bytes;
        this.kind = kind;
    }

    static Type of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    int bits() {
        return 8 * bytes;
    }

    boolean isInteger() {
        return kind == Kind.SIGNED || kind == Kind.UNSIGNED;
    }

    boolean isSigned() {
        return kind == Kind.SIGNED;
    }

    /** The number that a register's low bits hold, extended by sign or by zeros to 64 bits. */
    long of(long register) {
        int spare = 64 - bits();
        return isSigned() ? register << spare >> spare : register << spare >>> spare;
    }
}
