package io.dbn4j.ui.command;

import io.dbn4j.core.json.Json;
import io.dbn4j.core.objective.Likelihood;
import io.dbn4j.core.objective.NegativePhase;
import io.dbn4j.core.objective.Objective;
import io.dbn4j.core.objective.ShortName;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an objective: the short name of a likelihood objective, such as {@code pcd-1}, or JSON. */
final class ObjectiveName implements ITypeConverter<Objective> {

    /** The short names with one Gibbs step, for help and completion. */
    static final class Examples implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return NegativePhase.shortNames().stream().map(ShortName::example).iterator();
        }
    }

    @Override
    public Objective convert(String text) {
        Optional<NegativePhase> phase = NegativePhase.named(text);
        if (phase.isPresent()) {
            return new Likelihood(phase.get());
        }
        if (!text.startsWith("{")) {
            String forms =
                    NegativePhase.shortNames().stream().map(ShortName::form).collect(Collectors.joining(", "));
            throw new TypeConversionException("must be " + forms + " or JSON such as in run.json, was " + text);
        }
        try {
            return Json.read(text, Objective.class);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()).replaceFirst("^type: ", ""));
        }
    }
}
