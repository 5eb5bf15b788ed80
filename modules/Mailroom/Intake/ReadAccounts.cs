using Virtuos.Contracts.Directory;
using Virtuos.Kernel;

namespace Virtuos.Mailroom;

internal sealed record OfficeAccount(string Office, IReadOnlyList<IntakeCounts> Channels);

/// <summary>The operator sees that nothing was lost in any office: what came by each channel and where it is, never what is in it.</summary>
internal sealed class ReadAccounts(Caller caller, MailroomDb db, IDirectory directory) : UseCase<Done, IReadOnlyList<OfficeAccount>>(caller, MailroomPermissions.Accounts)
{
    protected override async Task<Result<IReadOnlyList<OfficeAccount>>> Do(Done input, CancellationToken cancel)
    {
        List<OfficeAccount> all = [];
        foreach (var office in await directory.Offices(cancel))
        {
            Caller.TurnTo(office.Id);
            if (await IntakeCounts.Read(db, office.Id, cancel) is { Count: > 0 } channels) all.Add(new(office.Name, channels));
        }
        return all;
    }
}
