/**
 * What is on disk of an unfinished run, committed atomically. What a run needs to go on comes in, as pieces of data files
 * and a manifest that names them; out goes, after any interruption, exactly what the last commit put in. Everything that is
 * read back is checked first, and all access to the disk goes through {@link dev.gimbal.checkpoint.Disk}.
 */
@NullMarked
package dev.gimbal.checkpoint;

import org.jspecify.annotations.NullMarked;
