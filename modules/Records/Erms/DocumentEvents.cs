using System.Xml.Linq;
using Virtuos.Kernel;
using static Virtuos.Records.Erms;

namespace Virtuos.Records;

/// <summary>Events of documents (ermsAsynU).</summary>
internal static class DocumentEvents
{
    public static Task Founded(ErmsCall call) => call.Do<FoundDocument, FoundDocumentInput, Guid>(DocumentOperations.Founding(call, call.Body.Part("ProfilDokumentu")!, call.By!.Id));

    public static async Task Changed(ErmsCall call)
    {
        var profile = call.Body.Part("ProfilDokumentuUprava")!;
        await call.Do<ChangeDocument, ChangeDocumentInput, Done>(new(await call.Document(profile.Id()), DocumentOperations.Matter(profile), DocumentOperations.FilingMark(profile)));
    }

    public static async Task Passed(ErmsCall call) => await call.Do<PassDocument, (Guid, Guid), Done>(
        (await call.Document(call.Body.Part("DokumentPredani")!.Id("IdDokument")), call.Official(call.Body.Part("Prebirajici")!.Text("novyZpracovatel")!)));

    public static async Task PutIntoFile(ErmsCall call)
    {
        var laid = call.Body.Part("DokumentyVlozene")!.Elements().Single();
        Guid document;
        if (laid.Part("ProfilDokumentu") is { } profile)
        {
            // What is here already is only laid; the rest of what is said of it is passed over, as the standard has it.
            var known = await call.Get<AgendaThings>().Document(profile.Id(), call.Cancel);
            document = known?.Id ?? await call.Do<FoundDocument, FoundDocumentInput, Guid>(DocumentOperations.Founding(call, profile, call.By!.Id));
        }
        else document = await call.Document(laid.Id("IdDokument"));
        if (laid.Text("StavZarazeniDoSpisu") != "Vlozen") throw new ErmsFaultException(ErmsStatus.Value, "Vkládaný dokument má stav Vyjmut.");
        var file = await call.Get<AgendaThings>().File(call.Body.Id("SpisId"), call.Cancel) ?? throw call.Refused(Refusal.NotFound("records.erms.no-file"));
        await call.Do<PutIntoFile, PutIntoFileInput, string>(new(document, file.Mark, null));
    }

    public static async Task TakenOut(ErmsCall call) => await call.Do<TakeOutOfFile, (Guid, Guid), Done>(
        (await call.Document(call.Body.Part("DokumentyVlozene")!.Part("DokumentIdVlozeny")!.Id("IdDokument")), await call.File(call.Body.Id("SpisId"))));

    public static async Task Settled(ErmsCall call)
    {
        var (how, note, at) = Settling(call.Body.Part("Vyrizeni")!);
        await call.Do<SettleInAgenda, SettleInAgendaInput, Done>(new(await call.Document(call.Body.Id("IdDokument")), how, note, at));
    }

    public static async Task Reopened(ErmsCall call) => await call.Do<ReopenDocument, Guid, Done>(await call.Document(call.Body.Id("DokumentOtevreni")));

    public static async Task Cancelled(ErmsCall call) => await call.Do<CancelDocument, Guid, Done>(await call.Document(call.Body.Id("DokumentZruseni")));

    public static async Task GivenBack(ErmsCall call) => await call.Do<GiveBackDocument, Guid, Done>(await call.Document(call.Body.Id("DokumentId")));

    /// <summary>How, with what words and when; another way needs its words (obs63).</summary>
    public static (string How, string? Note, DateTimeOffset At) Settling(XElement settling)
    {
        var how = settling.Text("ZpusobVyrizeni") switch { "dokumentem" => "decision", "postoupenim" => "passed-on", "vzetimNaVedomi" => "noted", "zaznamemNaDokumentu" => "note", _ => "other" };
        var words = string.Join("; ", ((string?[])[settling.Text("ObsahVyrizeni"), settling.Text("Oduvodneni")]).Where(w => w is not null));
        if (settling.Text("ZpusobVyrizeni") == "jinyZpusob" && (settling.Text("ObsahVyrizeni") is null || settling.Text("Oduvodneni") is null))
            throw new ErmsFaultException(ErmsStatus.Value, "Jiný způsob vyřízení potřebuje obsah a odůvodnění.");
        return (how, words.Length == 0 ? how == "other" ? "Vyřízeno v agendovém systému" : null : Cut(words, SettleWithoutDecision.LongestNote), settling.Moment("DatumCasVyrizeni")!.Value);
    }
}
