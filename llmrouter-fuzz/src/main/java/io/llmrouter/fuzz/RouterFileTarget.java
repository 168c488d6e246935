package io.llmrouter.fuzz;

import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.learned.config.RouterFile;
import java.nio.file.Path;

/** Files of routers to be trained. */
public final class RouterFileTarget {
    private RouterFileTarget() {}

    public static void fuzzerTestOneInput(byte[] data) {
        Path path = Files.with("router.yaml", data);
        RouterFile.isOne(path);
        try {
            RouterFile file = RouterFile.read(path);
            file.warnings("knnrouter");
            file.apiEndpoint();
            file.recipe();
            file.settings("knnrouter");
            file.modelToSave();
            file.modelToLoad();
            file.data("routing_data_train");
        } catch (ConfigurationException refused) {
            Check.that(!refused.problems().isEmpty(), "refused without a problem");
        }
    }
}
