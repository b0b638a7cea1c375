package dev.gimbal.actor;

import dev.gimbal.checkpoint.RunDirectory;
import dev.gimbal.engine.LayerWorkshop;
import dev.gimbal.engine.PruneJob;
import dev.gimbal.plan.MemoryPlan;
import dev.gimbal.saving.Resumption;
import dev.gimbal.surgery.OutputFolder;

/**
 * What a run is made of before its actors start.
 *
 * @param resumption where the run is; at the beginning for a new one
 * @param version of the program
 * @param fresh whether nothing was saved yet
 * @param dense is told what the dense model's layers score, where the run measures them
 */
record PruneParts(
        PruneJob job,
        LayerWorkshop workshop,
        MemoryPlan plan,
        RunDirectory run,
        OutputFolder output,
        Resumption resumption,
        String version,
        boolean fresh,
        DenseScores dense) {}
