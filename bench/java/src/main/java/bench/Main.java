// One engine in one long-lived JVM: reads "run INSTANCES STEPS" lines, answers each with the seconds that completing took.
package bench;

import com.zaxxer.hikari.HikariDataSource;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;

public final class Main {
    public static void main(String[] arguments) throws Exception {
        var source = new HikariDataSource();
        source.setJdbcUrl(arguments[1]);
        source.setMaximumPoolSize(4);
        var diagram = Files.readString(Path.of(arguments[2]));
        Peer peer = arguments[0].equals("camunda") ? new Camunda(source, diagram) : new Flowable(source, diagram);
        System.out.println("ready " + peer.describe() + ", JVM " + Runtime.version());
        var lines = new BufferedReader(new InputStreamReader(System.in));
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            var words = line.split(" ");
            System.out.println(run(peer, Integer.parseInt(words[1]), Integer.parseInt(words[2])));
        }
        System.exit(0);
    }

    private static String run(Peer peer, int instances, int steps) {
        long spent = 0;
        for (int number = 0; number < instances; number++) {
            var instance = peer.start();
            for (int step = 0; step < steps; step++) {
                var task = peer.openTask(instance);
                long began = System.nanoTime();
                peer.complete(task);
                spent += System.nanoTime() - began;
            }
        }
        return "{\"seconds\": " + spent / 1e9 + ", \"completions\": " + instances * steps + "}";
    }
}
