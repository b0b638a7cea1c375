package dev.gimbal.selection;

import dev.gimbal.config.Budget;
import dev.gimbal.config.HeadUnit;

/** How many units of a layer make up a ratio. */
final class DropCounts {
    /** Decimal ratios times counts that should be whole may come out this much below. */
    private static final double ROUNDING = 1e-9;

    private final HeadGeometry geometry;
    private final int channels;
    private final double ratio;
    private final Budget budget;

    /** @param ratio in [0, 1) */
    DropCounts(HeadGeometry geometry, int channels, double ratio, Budget budget) {
        if (!(ratio >= 0 && ratio < 1) || channels < 1) {
            throw new IllegalArgumentException("dropping " + ratio + " of " + channels + " channels");
        }
        this.geometry = geometry;
        this.channels = channels;
        this.ratio = ratio;
        this.budget = budget;
    }

    /** The units asked for; for {@code auto}, of groups and balanced heads those that come nearer, groups on a tie. */
    HeadUnits units(HeadUnit asked) {
        if (asked != HeadUnit.AUTO) {
            return new HeadUnits(geometry, asked);
        }
        HeadUnits groups = new HeadUnits(geometry, HeadUnit.GROUP);
        HeadUnits balanced = new HeadUnits(geometry, HeadUnit.BALANCED);
        return missed(balanced, heads(balanced)) < missed(groups, heads(groups)) - ROUNDING ? balanced : groups;
    }

    /** Head units to drop, at most all but one. */
    int heads(HeadUnits units) {
        if (budget == Budget.UNITS) {
            return Math.min(units.count() - 1, floor(ratio * units.count()));
        }
        int nearest = 0;
        for (int dropped = 1; dropped < units.count(); dropped++) {
            nearest = missed(units, dropped) < missed(units, nearest) - ROUNDING ? dropped : nearest;
        }
        return nearest;
    }

    /** How far dropping so many units is from the ratio, in what the budget counts. */
    private double missed(HeadUnits units, int dropped) {
        double reached = budget == Budget.UNITS
                ? (double) dropped / units.count()
                : 1 - (double) units.parameters(dropped) / geometry.parameters();
        return Math.abs(reached - ratio);
    }

    /** MLP channels to drop, at most all but one, when attention drops {@code droppedHeads} units. */
    int channels(HeadUnits units, int droppedHeads) {
        if (budget == Budget.UNITS) {
            return Math.min(channels - 1, floor(ratio * channels));
        }
        double all = geometry.parameters() + (double) channels * geometry.channelParameters();
        double left = ratio * all - (geometry.parameters() - units.parameters(droppedHeads));
        long nearest = Math.round(left / geometry.channelParameters());
        return (int) Math.max(0, Math.min(channels - 1, nearest));
    }

    private static int floor(double units) {
        return (int) Math.floor(units + ROUNDING);
    }

    /** {@code kept} rounded up to a multiple, but never above {@code channels}. */
    static int roundUp(int kept, int multipleOf, int channels) {
        long rounded = (kept + multipleOf - 1L) / multipleOf * multipleOf;
        return (int) Math.min(channels, rounded);
    }
}
