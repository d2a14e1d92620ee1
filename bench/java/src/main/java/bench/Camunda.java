// Camunda 7 with its default history (audit), the job executor off.
package bench;

import javax.sql.DataSource;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;

final class Camunda implements Peer {
    private final ProcessEngine engine;

    Camunda(DataSource source, String diagram) throws java.io.IOException {
        var settings = new StandaloneProcessEngineConfiguration();
        settings.setDataSource(source);
        settings.setDatabaseSchemaUpdate("true");
        settings.setJobExecutorActivate(false);
        settings.setEnforceHistoryTimeToLive(false);
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
        var settings = (StandaloneProcessEngineConfiguration) engine.getProcessEngineConfiguration();
        return "Camunda " + ProcessEngine.class.getPackage().getImplementationVersion() + ", history " + settings.getHistory() + ", job executor off";
    }
}
