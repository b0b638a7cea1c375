package dev.gimbal.engine;

import dev.gimbal.calibration.TextFile;
import dev.gimbal.config.BackendSettings;
import dev.gimbal.config.Location;
import dev.gimbal.model.LlamaModel;
import dev.gimbal.model.ModelFolder;
import dev.gimbal.model.ModelWeights;
import dev.gimbal.model.tokenizer.ModelTokenizer;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Backends;
import dev.gimbal.tensor.MeteredBackend;
import dev.gimbal.tensor.PartTimes;
import java.nio.file.Files;

/** A model that is open for work: its files, its weights, a backend, and the times that this takes. */
final class Session implements AutoCloseable {
    private final ModelFolder folder;
    private final ModelWeights weights;
    private final Backend backend;
    private final PartTimes times;

    private Session(ModelFolder folder, BackendSettings settings, PartTimes times) {
        this.folder = folder;
        this.times = times;
        this.weights = folder.weights();
        this.backend = new MeteredBackend(Backends.open(settings.kind().label(), settings.threads()), times);
    }

    /** Opens a model's folder, or what the Hugging Face cache has under its name. */
    static Session open(Location model, BackendSettings settings) {
        return open(model, settings, new PartTimes());
    }

    /** As {@link #open(Location, BackendSettings)}, and adds to times that are being taken already. */
    static Session open(Location model, BackendSettings settings, PartTimes times) {
        String place = Files.exists(model.path()) ? model.path().toString() : model.written();
        return new Session(ModelFolder.open(place), settings, times);
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
        backend.close();
    }
}
