using Virtuos.Contracts.Directory;
using Virtuos.Kernel;

namespace Virtuos.Directory.Offices;

/// <param name="Ways">What each electronic way takes, from those who check it.</param>
internal sealed record FilingRoomView(OfficeView Office, IReadOnlyList<Acceptance> Ways)
{
    /// <summary>What a filing room has to publish and nobody has said yet (§ 2 (3) of decree 259/2012), as codes.</summary>
    public static IReadOnlyList<string> Lacks(Office office, bool staffed)
    {
        List<string> lacks = [];
        if (office.Hours.Count == 0) lacks.Add("hours");
        if (office.BoxId is null) lacks.Add("box");
        if (office.Phone.Length == 0) lacks.Add("phone");
        if (office.Media is null) lacks.Add("media");
        if (!staffed) lacks.Add("people");
        return lacks;
    }
}

/// <summary>How to file with an office: what its filing room publishes by § 2 (3) of decree 259/2012, from the settings that hold.</summary>
internal sealed class ShowFilingRoom(Caller caller, ShowOffice show, IEnumerable<IAcceptance> rooms) : UseCase<string, FilingRoomView>(caller, DirectoryPermissions.Read)
{
    protected override async Task<Result<FilingRoomView>> Do(string slug, CancellationToken cancel)
    {
        var office = await show.Run(slug, cancel);
        if (!office.Succeeded) return office.As<FilingRoomView>();
        List<Acceptance> ways = [];
        foreach (var room in rooms) ways.AddRange(await room.Of(office.Value.Office.Id, cancel));
        return new FilingRoomView(office.Value, ways);
    }
}
