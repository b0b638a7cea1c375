package dev.gimbal.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A method that a comparison names: a score and a compensation that belong together. */
public enum Method implements Labelled {
    /** The lowest scores go, and nothing else is done. */
    NONE("none", "none"),
    /** Wanda-sp as RCPU's baseline has it; compensates nothing. */
    WANDA_SP("wanda-sp", "none", "wanda-sp"),
    /** FLAP: its score, and a bias for what is lost of the mean. */
    FLAP("flap", "bias", "wifv"),
    BIAS("bias", "bias"),
    /** RCPU. */
    ROTATION("rotation", "rotation"),
    ROTATION_SCALE("rotation-scale", "rotation-scale"),
    LEAST_SQUARES("least-squares", "least-squares"),
    RIDGE("ridge", "ridge"),
    ANCHORED("anchored", "anchored"),
    AUTO("auto", "auto");

    private final String label;
    private final String compensation;
    private final @Nullable String score;

    Method(String label, String compensation) {
        this(label, compensation, null);
    }

    Method(String label, String compensation, @Nullable String score) {
        this.label = label;
        this.compensation = compensation;
        this.score = score;
    }

    @Override
    public String label() {
        return label;
    }

    /** What it stands for. A method without a score of its own takes the one that is set. */
    public Map<Setting<?>, String> settings() {
        return score == null
                ? Map.of(PruneCatalogue.COMPENSATION, compensation)
                : Map.of(PruneCatalogue.COMPENSATION, compensation, PruneCatalogue.SCORE, score);
    }
}
