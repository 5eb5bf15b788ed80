using System.Runtime.InteropServices;
using Virtuos.Endurance;
using Virtuos.Measuring;

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
        _ => Usage(),
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

static int Usage()
{
    Options.Say("""
        kills [--kills N] [--clients N] [--bytes N] [--seed N] [--scene NAME] [--at-once N] [--results FILE]
        power [--failures N] [--clients N] [--bytes N] [--results FILE]
        nodes [--clients N] [--bytes N] [--seconds N] [--results FILE]
        soak [--minutes N] [--filers N] [--readers N] [--days N] [--bytes N] [--results FILE]
        FILE without its extension.
        """);
    return 64;
}
