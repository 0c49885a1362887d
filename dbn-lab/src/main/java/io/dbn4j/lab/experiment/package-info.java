/**
 * Experiments on the user's own data: {@link io.dbn4j.lab.experiment.RbmTraining} and {@link
 * io.dbn4j.lab.experiment.AveragedTraining}. {@link io.dbn4j.lab.experiment.LabExperiments} lists them.
 */
@NullMarked
package io.dbn4j.lab.experiment;

import org.jspecify.annotations.NullMarked;
