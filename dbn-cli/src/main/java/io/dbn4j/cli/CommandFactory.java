package io.dbn4j.cli;

import io.dbn4j.lab.run.ExperimentList;
import java.lang.reflect.Constructor;
import java.util.Arrays;
import picocli.CommandLine;

/** A factory of the objects that picocli needs; it passes the experiments to constructors that take them. */
record CommandFactory(ExperimentList experiments) implements CommandLine.IFactory {

    @Override
    public <K> K create(Class<K> type) throws Exception {
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (Arrays.equals(constructor.getParameterTypes(), new Class<?>[] {ExperimentList.class})) {
                constructor.setAccessible(true); // commands are not public
                return type.cast(constructor.newInstance(experiments));
            }
        }
        return CommandLine.defaultFactory().create(type);
    }
}
