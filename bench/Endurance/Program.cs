using System.Runtime.InteropServices;
using Virtuos.Endurance;

using var interrupted = new CancellationTokenSource();
// Whoever stops a trial finds nothing of it afterwards: servers, databases, mounts.
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    return args switch
    {
        ["kills", .. var rest] => await KillTrial.Run(Options.Read(rest), interrupted.Token),
        ["power", .. var rest] => await PowerTrial.Run(Options.Read(rest), interrupted.Token),
        ["nodes", .. var rest] => await NodesTrial.Run(Options.Read(rest), interrupted.Token),
        ["soak", .. var rest] => await SoakTrial.Run(Options.Read(rest), interrupted.Token),
        _ => Options.Usage(),
    };
}
catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
{
    return 130;
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    interrupted.Cancel();
}
