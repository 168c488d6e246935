package io.llmrouter.learned;

import java.util.List;
import java.util.Map;

/** What a prediction rests on. */
public sealed interface Evidence {

    /**
     * The rows of the training data that are most like the query.
     *
     * @param nearest the most similar first; empty if the query has nothing in common with any row
     */
    record Neighbours(List<Neighbour> nearest) implements Evidence {
        public Neighbours {
            nearest = List.copyOf(nearest);
        }
    }

    /**
     * A row of the training data.
     *
     * @param id its id in the table
     * @param text the beginning of its query; empty where the saved router does not hold it
     * @param similarity the cosine, up to 1
     * @param scores the scores of the models that were tried, by their names in the training data
     */
    record Neighbour(String id, String text, double similarity, Map<String, Double> scores) {
        public Neighbour {
            scores = Map.copyOf(scores);
        }
    }

    /**
     * The kind of queries that the query belongs to.
     *
     * @param number the cluster, from 1
     * @param rows how many rows of the training data are in it; 0 where the saved router does not say
     * @param examples the beginnings of some of their queries, the most typical first
     */
    record Cluster(int number, int rows, List<String> examples) implements Evidence {
        public Cluster {
            examples = List.copyOf(examples);
        }
    }

    /**
     * The words of the query that push the choice most.
     *
     * @param rival the model that the chosen one is compared with, by its name in the training data
     * @param words the strongest first
     */
    record Words(String rival, List<Word> words) implements Evidence {
        public Words {
            words = List.copyOf(words);
        }
    }

    /**
     * A word of the query.
     *
     * @param text the word in lower case
     * @param push how much more the chosen model's predicted quality exceeds the rival's with the word than without it
     */
    record Word(String text, double push) {}
}
