package dev.gimbal.math;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A small safetensors file of F64 and I32 tensors out of the test resources. */
public final class GoldenFile {
    private static final Pattern TENSOR = Pattern.compile(
            "\"([^\"]+)\":\\{\"dtype\":\"(F64|I32)\",\"shape\":\\[([0-9,]*)\\],\"data_offsets\":\\[(\\d+),(\\d+)\\]\\}");

    private final Map<String, double[][]> tensors = new HashMap<>();

    public GoldenFile(String resource) {
        try (InputStream in = GoldenFile.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("no resource " + resource);
            }
            ByteBuffer bytes = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
            int header = Math.toIntExact(bytes.getLong());
            String text = new String(bytes.array(), 8, header, StandardCharsets.UTF_8).replace(" ", "");
            Matcher matcher = TENSOR.matcher(text);
            while (matcher.find()) {
                bytes.position(8 + header + Integer.parseInt(matcher.group(4)));
                tensors.put(
                        matcher.group(1),
                        read(bytes, matcher.group(2), matcher.group(3).split(",")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double[][] read(ByteBuffer bytes, String type, String[] shape) {
        int rows = shape.length == 2 ? Integer.parseInt(shape[0]) : 1;
        int cols = Integer.parseInt(shape[shape.length - 1]);
        double[][] values = new double[rows][cols];
        for (double[] row : values) {
            for (int j = 0; j < cols; j++) {
                row[j] = type.equals("F64") ? bytes.getDouble() : bytes.getInt();
            }
        }
        return values;
    }

    public double[][] matrix(String name) {
        double[][] matrix = tensors.get(name);
        if (matrix == null) {
            throw new IllegalArgumentException("no tensor " + name);
        }
        return matrix;
    }

    public double[] vector(String name) {
        return matrix(name)[0];
    }

    public double number(String name) {
        return vector(name)[0];
    }

    public int[] indices(String name) {
        double[] values = vector(name);
        int[] indices = new int[values.length];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = (int) values[i];
        }
        return indices;
    }
}
