package io.dbn4j.ui.command;

import io.dbn4j.sweep.Score;
import picocli.CommandLine.ITypeConverter;

/** Reads a score: a known name, or the name of an estimate in the results of a run. */
final class ScoreName implements ITypeConverter<Score> {

    private static final String LIKELIHOOD = "log-likelihood-";

    @Override
    public Score convert(String text) {
        if (text.startsWith(LIKELIHOOD)) {
            return new Score.LogLikelihood(text.substring(LIKELIHOOD.length()));
        }
        return switch (text) {
            case "divergence" -> new Score.Divergence();
            case "classification-error" -> new Score.ClassificationError();
            default -> new Score.NamedEstimate(text, true);
        };
    }
}
