// Flowable with its default history (audit), the asynchronous executor off.
package bench;

import javax.sql.DataSource;
import org.flowable.engine.ProcessEngine;
import org.flowable.engine.impl.cfg.StandaloneProcessEngineConfiguration;

final class Flowable implements Peer {
    private final ProcessEngine engine;
    private final StandaloneProcessEngineConfiguration settings = new StandaloneProcessEngineConfiguration();

    Flowable(DataSource source, String diagram) {
        settings.setDataSource(source);
        settings.setDatabaseSchemaUpdate("true");
        settings.setAsyncExecutorActivate(false);
        engine = settings.buildProcessEngine();
        engine.getRepositoryService().createDeployment().addString("seq5.bpmn", diagram).deploy();
    }

    public String start() {
        return engine.getRuntimeService().startProcessInstanceByKey("seq5").getId();
    }

    public String openTask(String instance) {
        return engine.getTaskService().createTaskQuery().processInstanceId(instance).singleResult().getId();
    }

    public void complete(String task) {
        engine.getTaskService().complete(task, SUBMITTED);
    }

    public String describe() {
        return "Flowable " + ProcessEngine.VERSION + ", history " + settings.getHistoryLevel().getKey() + ", async executor off";
    }
}
