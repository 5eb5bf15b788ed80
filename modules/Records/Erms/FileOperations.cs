using System.Xml.Linq;
using Virtuos.Kernel;
using static Virtuos.Records.Erms;

namespace Virtuos.Records;

/// <summary>Operations over files.</summary>
internal static class FileOperations
{
    public static async Task<XElement> Found(ErmsCall call)
    {
        await BatchOperations.Before(call);
        var id = await call.Do<FoundFile, FoundFileInput, Guid>(Founding(call, call.Body.Part("ProfilSpisu")!));
        return ErmsOperation.Answer("SpisZalozeni", ErmsProfiles.File("ProfilSpisu", await Read(call, id)));
    }

    public static async Task<XElement> Lend(ErmsCall call)
    {
        var id = await call.File(call.Body.Id("IdSpisu"));
        await call.Do<LendFile, LendInput, Done>(new(id, null, call.By!.Id));
        return ErmsOperation.Answer("SpisPostoupeniZadost", ErmsProfiles.File("ProfilSpisu", await Read(call, id)));
    }

    public static async Task<XElement> GiveBack(ErmsCall call)
    {
        var id = await call.File(call.Body.Id("IdSpisu"));
        await call.Do<GiveBackFile, Guid, Done>(id);
        return ErmsOperation.Answer("SpisVraceniZadost", ErmsProfiles.File("ProfilSpisu", await Read(call, id)));
    }

    public static async Task<XElement> Profile(ErmsCall call) =>
        ErmsOperation.Answer("ProfilSpisuZadost", ErmsProfiles.File("ProfilSpisu", await Read(call, await call.File(call.Body.Id("IdSpisu")))));

    private static Task<FileProfile> Read(ErmsCall call, Guid id) => call.Do<ReadFileProfile, Guid, FileProfile>(id);

    /// <summary>What a profile of founding says (tProfilSpisuZalozeni).</summary>
    public static FoundFileInput Founding(ErmsCall call, XElement profile)
    {
        List<AgendaEntry> entries = [];
        foreach (var laid in profile.Part("DokumentyVlozene")!.Elements())
        {
            var position = int.Parse(laid.Text("PoradiVeSpisu")!, System.Globalization.CultureInfo.InvariantCulture);
            if (laid.Part("ProfilDokumentu") is { } made) entries.Add(new(position, made.Id(), DocumentOperations.Founding(call, made, call.By!.Id)));
            else entries.Add(new(position, laid.Id("IdDokument"), null));
        }
        return new(call.Own(profile.Id()), Digest(profile), DocumentOperations.Matter(profile), DocumentOperations.FilingMark(profile), profile.Part("VlozenVTypovemSpisu")?.Id(), call.By!.Id, entries);
    }
}

/// <summary>Events of files (ermsAsynU).</summary>
internal static class FileEvents
{
    public static Task Founded(ErmsCall call) => call.Do<FoundFile, FoundFileInput, Guid>(FileOperations.Founding(call, call.Body.Part("ProfilSpisu")!));

    public static async Task Changed(ErmsCall call)
    {
        var profile = call.Body.Part("ProfilSpisuUprava")!;
        await call.Do<ChangeFile, (Guid, string), Done>((await call.File(profile.Id()), DocumentOperations.Matter(profile)));
    }

    public static async Task Passed(ErmsCall call) => await call.Do<PassFile, (Guid, Guid), Done>(
        (await call.File(call.Body.Part("SpisPredani")!.Id("IdSpis")), call.Official(call.Body.Part("Prebirajici")!.Text("novyZpracovatel")!)));

    public static async Task Settled(ErmsCall call)
    {
        var (how, note, at) = DocumentEvents.Settling(call.Body.Part("Vyrizeni")!);
        await call.Do<SettleFile, SettleFileInput, Done>(new(await call.File(call.Body.Id("SpisId")), how, note, at));
    }

    public static async Task Reopened(ErmsCall call) => await call.Do<TakeUpFile, Guid, Done>(await call.File(call.Body.Id("SpisId")));

    public static async Task Closed(ErmsCall call) => await call.Do<CloseFile, Guid, CaseFile>(await call.File(call.Body.Id("SpisId")));

    public static async Task Cancelled(ErmsCall call) => await call.Do<SettleFile, SettleFileInput, Done>(
        new(await call.File(call.Body.Id("SpisId")), "cancelled", call.Body.Text("Duvod"), call.Get<TimeProvider>().GetUtcNow()));

    public static async Task GivenBack(ErmsCall call) => await call.Do<GiveBackFile, Guid, Done>(await call.File(call.Body.Id("SpisId")));
}
