using Virtuos.Contracts.Directory;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <summary>An agenda system reads who works in the office now: office contacts only; one official, or with null all.</summary>
internal sealed class ReadOfficials(Caller caller, IDirectory directory) : UseCase<Guid?, IReadOnlyList<OfficialCard>>(caller, RecordsPermissions.Interface)
{
    protected override async Task<Result<IReadOnlyList<OfficialCard>>> Do(Guid? input, CancellationToken cancel)
    {
        var officials = await directory.Officials(Caller.Office!.Value, cancel);
        return officials.Where(o => input is null || o.Id == input).OrderBy(o => o.Name, StringComparer.Ordinal).ToList();
    }
}
