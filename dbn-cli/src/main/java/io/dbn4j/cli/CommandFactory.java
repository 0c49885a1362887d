package io.dbn4j.cli;

import io.dbn4j.lab.run.ExperimentList;
import io.dbn4j.lab.run.Progress;
import java.lang.reflect.Constructor;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * A factory of the objects that picocli needs; it passes the program, its experiments or the display of progress to
 * constructors that take one of them.
 */
record CommandFactory(Program program, Progress progress) implements CommandLine.IFactory {

    @Override
    public <K> K create(Class<K> type) throws Exception {
        Map<Class<?>, Object> known =
                Map.of(Program.class, program, ExperimentList.class, program.experiments(), Progress.class, progress);
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            Class<?>[] wanted = constructor.getParameterTypes();
            @Nullable Object argument = wanted.length == 1 ? known.get(wanted[0]) : null;
            if (argument != null) {
                constructor.setAccessible(true); // commands are not public
                return type.cast(constructor.newInstance(argument));
            }
        }
        return CommandLine.defaultFactory().create(type);
    }
}
