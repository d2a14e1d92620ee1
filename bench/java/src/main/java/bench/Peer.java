// What is asked of an engine: start the sequence, find its open task, complete it in one transaction.
package bench;

import java.util.Map;

interface Peer {
    Map<String, Object> SUBMITTED = Map.of("n", 1);

    String start();

    String openTask(String instance);

    void complete(String task);

    String describe();
}
