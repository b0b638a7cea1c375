/**
 * What of a run's state goes to its run directory, and how it comes back: solved targets, statistics inside a layer, the
 * fingerprint of everything that the result depends on, and the manifest that names them all.
 */
@NullMarked
package dev.gimbal.saving;

import org.jspecify.annotations.NullMarked;
