package dev.gimbal.model;

import dev.gimbal.error.GimbalException;
import dev.gimbal.model.input.InputFile;
import dev.gimbal.model.input.Quoted;
import dev.gimbal.model.safetensors.Checkpoint;
import dev.gimbal.model.safetensors.DType;
import dev.gimbal.model.safetensors.TensorEntry;
import dev.gimbal.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The weights of a model, found to be those that its configuration asks for: every tensor is there in its shape, of a type
 * that can be read, and no other tensor is. Numbers are read and checked as they are asked for; any number of threads may.
 *
 * <p>Two kinds of surplus do no harm and are passed over: rotary frequencies that old versions stored ({@code
 * rotary_emb.inv_freq}), and an output projection beside tied embeddings when it is, byte for byte, the embedding (with
 * another content, transformers would not tie them).
 */
public final class ModelWeights {
    /** Numbers converted at a time on their way to a tensor. */
    private static final int CHUNK = 1 << 20;

    private static final Pattern IGNORED =
            Pattern.compile("model\\.(layers\\.\\d+\\.self_attn\\.)?rotary_emb\\.inv_freq");

    private final Path folder;
    private final Checkpoint checkpoint;
    private final Map<String, List<Integer>> shapes;

    private ModelWeights(Path folder, Checkpoint checkpoint, Map<String, List<Integer>> shapes) {
        this.folder = folder;
        this.checkpoint = checkpoint;
        this.shapes = shapes;
    }

    /**
     * Opens the weights in {@code folder} and holds them against the configuration; reads headers alone.
     *
     * @throws GimbalException (66) when there are none; (65) when a file is not sound or does not fit the configuration
     */
    public static ModelWeights open(Path folder, ModelConfig config) {
        ModelWeights weights = new ModelWeights(folder, Checkpoint.open(folder), CheckpointLayout.shapes(config));
        weights.shapes.forEach(weights::requireTensor);
        weights.checkpoint.tensors().keySet().forEach(name -> weights.requireKnown(name, config));
        return weights;
    }

    /** Every tensor's shape by name, in the order of the computation. */
    public Map<String, List<Integer>> shapes() {
        return shapes;
    }

    /** The files that they are in, sorted. */
    public List<Path> files() {
        return checkpoint.tensors().values().stream()
                .map(located -> located.file().path())
                .distinct()
                .sorted()
                .toList();
    }

    /** The type that a tensor is stored in. */
    public DType dtype(String tensor) {
        return located(tensor).entry().dtype();
    }

    /** A whole tensor in row-major order; for vectors and small matrices. */
    public float[] read(String tensor) {
        float[] values = new float[Math.toIntExact(located(tensor).entry().elements())];
        read(tensor, 0, values.length, values, 0);
        return values;
    }

    /**
     * {@code count} numbers of a tensor, from its element {@code first} on in row-major order, into {@code into[offset..]}.
     *
     * @throws GimbalException (65) when one of them is NaN or infinite
     */
    public void read(String tensor, long first, int count, float[] into, int offset) {
        Checkpoint.Located located = located(tensor);
        located.file().read(located.entry(), first, count, into, offset);
    }

    /**
     * The bytes of {@code count} numbers of a tensor as they are stored, from its element {@code first} on.
     *
     * @throws GimbalException (65) when one of them is NaN or infinite
     */
    public ByteBuffer stored(String tensor, long first, int count) {
        Checkpoint.Located located = located(tensor);
        return located.file().stored(located.entry(), first, count);
    }

    /**
     * Fills the rows of {@code into} from {@code row} on with a whole tensor; a vector is one row.
     *
     * @param into F32, as wide as the tensor
     * @throws GimbalException (65) when a weight is NaN or infinite
     */
    public void load(String tensor, Tensor into, int row) {
        TensorEntry entry = located(tensor).entry();
        int columns = Math.toIntExact(entry.columns());
        int rows = Math.toIntExact(entry.rows());
        if (columns != into.cols()) {
            throw new IllegalArgumentException(tensor + " is " + columns + " wide, not " + into.cols());
        }
        int portion = Math.max(1, Math.min(rows, CHUNK / columns));
        float[] values = new float[portion * columns];
        for (int done = 0; done < rows; done += portion) {
            int n = Math.min(portion, rows - done);
            read(tensor, (long) done * columns, n * columns, values, 0);
            for (int i = 0; i < n; i++) {
                into.write(row + done + i, 0, values, i * columns, columns);
            }
        }
    }

    private Checkpoint.Located located(String tensor) {
        Checkpoint.Located located = checkpoint.tensors().get(tensor);
        if (located == null) {
            throw new IllegalArgumentException("no tensor " + tensor + " in this model");
        }
        return located;
    }

    private void requireTensor(String name, List<Integer> shape) {
        Checkpoint.Located located = checkpoint.tensors().get(name);
        if (located == null) {
            throw InputFile.bad(InputFile.name(folder), missing(name));
        }
        TensorEntry entry = located.entry();
        if (!entry.shape().equals(shape.stream().map(Integer::longValue).toList())) {
            throw InputFile.bad(
                    InputFile.name(located.file().path()),
                    "has tensor " + Quoted.of(name) + " of shape " + entry.shape() + " where config.json asks for "
                            + shape);
        }
        if (!entry.dtype().isWeight()) {
            throw InputFile.bad(
                    InputFile.name(located.file().path()),
                    "has tensor " + Quoted.of(name) + " of type " + entry.dtype()
                            + " where only F32, F16 and BF16 can be pruned (a quantised model must be restored first)");
        }
    }

    private String missing(String name) {
        boolean bare = checkpoint.tensors().containsKey(name.replaceFirst("^model\\.", ""));
        return bare
                ? "has its tensors without the prefix 'model.', as the bare model without its head is saved; "
                        + "save it as a ...ForCausalLM model"
                : "lacks the tensor " + Quoted.of(name) + " that config.json asks for";
    }

    private void requireKnown(String name, ModelConfig config) {
        if (shapes.containsKey(name) || IGNORED.matcher(name).matches()) {
            return;
        }
        if (!name.equals(CheckpointLayout.HEAD)) {
            throw InputFile.bad(
                    InputFile.name(folder),
                    "has the tensor " + Quoted.of(name) + ", which a "
                            + config.type().label() + " model of its config.json has no place for");
        }
        if (!isEmbedding(located(name))) {
            throw InputFile.bad(
                    InputFile.name(folder),
                    "has a " + name + " that differs from the embedding although config.json ties the two "
                            + "(tie_word_embeddings)");
        }
    }

    private boolean isEmbedding(Checkpoint.Located head) {
        Checkpoint.Located embedding = located(CheckpointLayout.EMBEDDING);
        TensorEntry one = head.entry();
        TensorEntry two = embedding.entry();
        if (one.dtype() != two.dtype() || !one.shape().equals(two.shape())) {
            return false;
        }
        int step = CHUNK;
        for (long at = 0; at < one.bytes(); at += step) {
            int length = (int) Math.min(step, one.bytes() - at);
            ByteBuffer a = head.file().bytes(one, at, length);
            if (!a.equals(embedding.file().bytes(two, at, length))) {
                return false;
            }
        }
        return true;
    }
}
