package dev.gimbal.selection;

import dev.gimbal.config.MethodSettings;

/**
 * The same number of units out of every layer. The counts follow from shapes and settings alone; which units go is up to
 * each layer's scores.
 *
 * @param units what attention is taken apart into
 * @param droppedUnits head units that every layer drops
 * @param channels MLP channels before, {@code f}
 * @param keptChannels MLP channels after
 */
public record UniformSelection(HeadUnits units, int droppedUnits, int channels, int keptChannels) {

    /**
     * The counts for {@code ratio}, {@code budget}, {@code headUnit} and {@code multipleOf} of the settings.
     *
     * <p>With budget {@code units} each sub-layer drops {@code floor(ratio * units)}. With {@code parameters} attention
     * drops the number of units whose share of its weights is nearest the ratio, fewer on a tie, and the MLP what then is
     * missing of the layer's share. Every sub-layer keeps at least one unit.
     *
     * @param channels {@code f}
     */
    public static UniformSelection of(HeadGeometry geometry, int channels, MethodSettings settings) {
        DropCounts counts = new DropCounts(geometry, channels, settings.ratio(), settings.budget());
        HeadUnits units = counts.units(settings.headUnit());
        int dropped = counts.heads(units);
        int kept = channels - counts.channels(units, dropped);
        return new UniformSelection(
                units, dropped, channels, DropCounts.roundUp(kept, settings.multipleOf(), channels));
    }

    /** The heads that stay; {@code headScores} [H] as {@link HeadScores} makes them. */
    public KeptHeads heads(double[] headScores) {
        return units.keep(headScores, droppedUnits);
    }

    /** The MLP channels that stay, ascending; {@code columnScores} [f] as {@link ColumnScores} makes them. */
    public int[] channels(double[] columnScores) {
        if (columnScores.length != channels) {
            throw new IllegalArgumentException(columnScores.length + " scores of " + channels + " channels");
        }
        return Ranking.kept(columnScores, channels - keptChannels);
    }

    /** Prunable weights of a layer before. */
    public long parametersBefore() {
        return units.geometry().parameters() + channels * units.geometry().channelParameters();
    }

    /** Prunable weights of a layer after. */
    public long parametersAfter() {
        return units.parameters(droppedUnits) + keptChannels * units.geometry().channelParameters();
    }

    /** The share of a layer's prunable weights that goes. */
    public double ratioReached() {
        return 1 - (double) parametersAfter() / parametersBefore();
    }
}
