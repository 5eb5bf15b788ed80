using System.Xml.Linq;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Values;
using static Virtuos.Records.Erms;

namespace Virtuos.Records;

/// <summary>Operations over documents and their files.</summary>
internal static class DocumentOperations
{
    private const int LongestMatter = 250;

    public static async Task<XElement> Found(ErmsCall call)
    {
        await BatchOperations.Before(call);
        var id = await call.Do<FoundDocument, FoundDocumentInput, Guid>(Founding(call, call.Body.Part("ProfilDokumentu")!, call.By!.Id));
        return ErmsOperation.Answer("DokumentZalozeni", ErmsProfiles.Document("ProfilDokumentu", await Read(call, id)));
    }

    public static async Task<XElement> Lend(ErmsCall call)
    {
        var id = await call.Document(call.Body.Id("IdDokument"));
        await call.Do<LendDocument, LendInput, Done>(new(id, null, call.By!.Id));
        return ErmsOperation.Answer("DokumentPostoupeniZadost", ErmsProfiles.Document("ProfilDokumentu", await Read(call, id)));
    }

    public static async Task<XElement> GiveBack(ErmsCall call)
    {
        var id = await call.Document(call.Body.Id("IdDokument"));
        await call.Do<GiveBackDocument, Guid, Done>(id);
        return ErmsOperation.Answer("DokumentVraceniZadost", ErmsProfiles.Document("ProfilDokumentu", await Read(call, id)));
    }

    public static async Task<XElement> Profile(ErmsCall call) =>
        ErmsOperation.Answer("ProfilDokumentuZadost", ErmsProfiles.Document("ProfilDokumentu", await Read(call, await call.Document(call.Body.Id("IdDokument")))));

    public static async Task<XElement> Content(ErmsCall call)
    {
        var found = await call.Do<ReadFileContent, ErmsId, AgendaContent>(call.Body.Id("Soubor"));
        var bytes = New("dmEncodedContent");
        bytes.AddAnnotation(found.Content);
        return ErmsOperation.Answer("SouborZadost", New("Soubor", new XAttribute("dmMimeType", found.MimeType), new XAttribute("dmFileDescr", found.Name), new XAttribute("dmFinalniVerze", found.Final ? "A" : "N"), bytes, found.Id.Xml()));
    }

    private static Task<DocumentProfile> Read(ErmsCall call, Guid id) => call.Do<ReadDocumentProfile, Guid, DocumentProfile>(id);

    /// <summary>What a profile of founding says (tProfilDokumentuZalozeni), in the hand of an official.</summary>
    public static FoundDocumentInput Founding(ErmsCall call, XElement profile, Guid official)
    {
        var clock = call.Get<TimeProvider>();
        var came = profile.Part("Doruceni");
        var at = Received(came) ?? profile.Moment("DatumCasVytvoreni") ?? clock.GetUtcNow();
        if (at > clock.GetUtcNow().AddMinutes(10)) throw new ErmsFaultException(ErmsStatus.Value, "Datum doručení nebo vytvoření je v budoucnosti.");
        var party = came is null ? Addressee(profile) : ErmsParties.Read(came.Part("Odesilatel")!);
        return new(call.Own(profile.Id()), Digest(profile), new(came is not null, Matter(profile), party, at, Prague.Day(at))
        {
            SenderNumber = profile.Text("CjOdesilatel"),
            Amount = profile.Text("Forma") == "analogova" ? Amount(profile) : null,
            FilingMark = FilingMark(profile),
        }, official, profile.Part("VlozenVeSpisu")?.Id("SpisId"), [.. (profile.Part("OdkazyNaSoubory")?.Elements() ?? []).Select(l => new AgendaPart(l.Id(), l.Attribute("dmFileMetaType")!.Value))]);
    }

    /// <summary>Název and popis in one line.</summary>
    public static string Matter(XElement profile) =>
        SafeText.Clean(profile.Text("Nazev"), LongestMatter) is { Text.Length: > 0 } clean ? clean.Text : throw new ErmsFaultException(ErmsStatus.Value, "Chybí název.");

    /// <summary>The place in the file plan, or null when nothing is said.</summary>
    public static string? FilingMark(XElement profile)
    {
        if (profile.Part("VecnaSkupina") is not { } group) return null;
        if (group.Part("Identifikator") is null) return group.Text("SpisovyZnak");
        var id = group.Id();
        return id.Source == Code ? id.Value : throw new ErmsFaultException(ErmsStatus.Unknown, $"Věcná skupina {id} není ve spisovém plánu.");
    }

    private static DateTimeOffset? Received(XElement? came)
    {
        if (came?.Part("ZasilkaInfo") is not { } info) return null;
        return Moment(info.Text("DatumDoruceni")![..10] + "T" + (info.Text("CasDoruceni") is { } time ? time[..8] : "12:00:00"));
    }

    private static Filer Addressee(XElement profile) => profile.Part("SouvisejiciSubjekty")?.Elements().FirstOrDefault()?.Part("Subjekt") is { } subject
        ? ErmsParties.Read(New("Adresat", new XElement(subject), New("Adresa", New("AdresaPostovni"))))
        : new("neuvedeno", null, null, null, null);

    private static string Amount(XElement profile)
    {
        var (sheets, attachments) = (profile.Text("PocetListu") ?? "1", profile.Text("PocetPriloh") ?? "0");
        return attachments == "0" ? $"listů: {sheets}" : Cut($"listů: {sheets}, příloh: {attachments} {profile.Text("DruhPriloh")}".Trim(), 100);
    }
}
