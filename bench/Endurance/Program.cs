using Virtuos.Endurance;

using var interrupted = new CancellationTokenSource();
using var interrupt = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGINT, s =>
{
    s.Cancel = true;
    interrupted.Cancel();
});
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
