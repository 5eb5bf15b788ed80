using System.Runtime.InteropServices;

namespace Virtuos.Measuring;

/// <summary>Whoever stops a trial finds nothing of it afterwards: servers, databases, mounts.</summary>
public sealed class Interruption : IDisposable
{
    private const int Interrupted = 130;
    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] signals;

    private Interruption() => signals = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop)];

    /// <summary>Runs a trial that may be stopped.</summary>
    /// <returns>Its exit code, or that of an interrupted program.</returns>
    public static async Task<int> Around(Func<CancellationToken, Task<int>> trial)
    {
        using var interruption = new Interruption();
        try
        {
            return await trial(interruption.source.Token);
        }
        catch (OperationCanceledException) when (interruption.source.IsCancellationRequested)
        {
            return Interrupted;
        }
    }

    private void Stop(PosixSignalContext signal)
    {
        signal.Cancel = true;
        source.Cancel();
    }

    public void Dispose()
    {
        foreach (var signal in signals) signal.Dispose();
        source.Dispose();
    }
}
