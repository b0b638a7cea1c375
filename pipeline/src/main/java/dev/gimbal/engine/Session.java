package dev.gimbal.engine;

import dev.gimbal.calibration.TextFile;
import dev.gimbal.config.BackendSettings;
import dev.gimbal.config.Location;
import dev.gimbal.evaluation.Perplexity;
import dev.gimbal.model.LlamaModel;
import dev.gimbal.model.ModelFolder;
import dev.gimbal.model.ModelWeights;
import dev.gimbal.model.tokenizer.ModelTokenizer;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Backends;
import dev.gimbal.tensor.MeteredBackend;
import dev.gimbal.tensor.PartTimes;

/** A model that is open for work: its files, its weights, a backend, and the times that this takes. */
final class Session implements AutoCloseable {
    private final ModelFolder folder;
    private final ModelWeights weights;
    private final Backend backend;
    private final boolean owner;
    private final PartTimes times;

    private Session(ModelFolder folder, Backend backend, boolean owner, PartTimes times) {
        this.folder = folder;
        this.times = times;
        this.weights = folder.weights();
        this.backend = backend;
        this.owner = owner;
    }

    /** Opens a model's folder, or what the Hugging Face cache has under its name. */
    static Session open(Location model, BackendSettings settings) {
        ModelFolder folder = ModelFolder.open(model);
        PartTimes times = new PartTimes();
        Backend backend = new MeteredBackend(Backends.open(settings), times);
        try {
            return new Session(folder, backend, true, times);
        } catch (RuntimeException | Error e) {
            backend.close();
            throw e;
        }
    }

    /** Opens another model to be worked on with this session's backend, which stays open when the other is closed. */
    Session beside(Location model) {
        return new Session(ModelFolder.open(model), backend, false, times);
    }

    ModelFolder folder() {
        return folder;
    }

    ModelWeights weights() {
        return weights;
    }

    Backend backend() {
        return backend;
    }

    PartTimes times() {
        return times;
    }

    LlamaModel model() {
        return new LlamaModel(backend, folder.config(), weights);
    }

    /** Tokens that go through the model at once where memory is not short. */
    int usualRows() {
        return Perplexity.usualRows(folder.config().hidden());
    }

    /** The token sequence of a text file, as it is. */
    int[] tokens(Location text) {
        String content = TextFile.read(text.path());
        try (ModelTokenizer tokenizer =
                ModelTokenizer.open(folder.path(), folder.config().vocabulary())) {
            return tokenizer.encode(content);
        }
    }

    /** Backend name and description, for reports. */
    String backendDescription() {
        return backend.name() + ": " + backend.description();
    }

    @Override
    public void close() {
        if (owner) {
            backend.close();
        }
    }
}
