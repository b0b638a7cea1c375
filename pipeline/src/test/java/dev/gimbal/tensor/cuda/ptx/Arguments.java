package dev.gimbal.tensor.cuda.ptx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** The arguments of a launch as the bytes of the kernel's parameters. */
final class Arguments {
    private Arguments() {}

    static byte[] bytes(Function kernel, Object[] arguments) {
        List<Function.Parameter> parameters = kernel.parameters;
        if (arguments.length != parameters.size())
            throw new IllegalArgumentException(
                    "kernel " + kernel.name + " takes " + parameters.size() + " arguments, not " + arguments.length);
        ByteBuffer bytes = ByteBuffer.allocate(kernel.names.parameterBytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < arguments.length; i++) {
            Function.Parameter parameter = parameters.get(i);
            if (!put(bytes, parameter, arguments[i]))
                throw new IllegalArgumentException("kernel " + kernel.name + ": argument " + (i + 1) + ", a "
                        + arguments[i].getClass().getSimpleName() + ", is for a parameter of "
                        + parameter.bytes() + " bytes of type " + parameter.type());
        }
        return bytes.array();
    }

    /** Types that say bits alone take a floating number of their size too. */
    private static boolean put(ByteBuffer to, Function.Parameter parameter, Object argument) {
        Type type = parameter.type();
        if (parameter.bytes() != type.bytes) return false;
        int at = parameter.offset();
        boolean bits = type == Type.B32 || type == Type.B64;
        if (argument instanceof Long value && type.isInteger() && type.bytes == 8) to.putLong(at, value);
        else if (argument instanceof Integer value && type.isInteger() && type.bytes == 4) to.putInt(at, value);
        else if (argument instanceof Integer value && type.isInteger() && type.bytes == 2)
            to.putShort(at, value.shortValue());
        else if (argument instanceof Integer value && type.isInteger() && type.bytes == 1)
            to.put(at, value.byteValue());
        else if (argument instanceof Float value && (type == Type.F32 || (bits && type.bytes == 4)))
            to.putFloat(at, value);
        else if (argument instanceof Double value && (type == Type.F64 || (bits && type.bytes == 8)))
            to.putDouble(at, value);
        else return false;
        return true;
    }
}
