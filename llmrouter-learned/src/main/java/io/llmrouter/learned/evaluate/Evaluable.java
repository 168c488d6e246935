package io.llmrouter.learned.evaluate;

import io.llmrouter.learned.data.RoutingTable;
import io.llmrouter.learned.policy.Policy;
import io.llmrouter.learned.policy.Predictions;
import java.util.List;

/** What an evaluation has to know of a router. */
public interface Evaluable {

    /** The name of the learner, such as {@code knnrouter}. */
    String learner();

    /** The names of the models in the training data. */
    List<String> models();

    Policy policy();

    /** Chooses among all models. */
    String choose(String query);

    /** The predictions for all rows of a table, beside what came true; models that the table lacks count as not tried. */
    Predictions predictions(RoutingTable table);
}
