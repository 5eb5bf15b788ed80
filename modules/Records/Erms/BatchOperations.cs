using System.Globalization;
using System.Xml.Linq;
using Virtuos.Contracts.Directory;
using static Virtuos.Records.Erms;

namespace Virtuos.Records;

/// <summary>Operations over events: done at once, sent in batches, and fetched from us in batches.</summary>
internal static class BatchOperations
{
    /// <summary>Each event is done by itself and answered in its order; one that fails does not undo the others.</summary>
    public static async Task<XElement> Events(ErmsCall call)
    {
        List<XElement> answers = [];
        foreach (var e in call.Body.Part("Udalosti")!.Elements()) answers.Add(Message(0, await call.Get<EventRunner>().Run(call.System, 0, e, call.Cancel)));
        return New("UdalostiResponse", New("Zpravy", answers));
    }

    /// <summary>The events that come with a founding are done before it; one that fails stops it.</summary>
    public static async Task Before(ErmsCall call)
    {
        foreach (var e in call.Body.Part("UdalostiPredchazejici")?.Elements() ?? [])
            if (await call.Get<EventRunner>().Run(call.System, 0, e, call.Cancel) is { Code: not ErmsStatus.Done } failed)
                throw new ErmsFaultException(failed.Code, $"Předcházející událost {failed.Event}: {failed.Said}");
    }

    public static async Task<XElement> Receive(ErmsCall call)
    {
        var (code, text) = (ErmsStatus.Done, "OK");
        var number = Number(call.Body, "Poradi");
        try
        {
            await call.Do<ReceiveBatch, (int, XElement), Kernel.Done>((number, call.Body));
        }
        catch (ErmsFaultException e)
        {
            (code, text) = (e.Code, e.Message);
        }
        return New("ermsAsynResponse", new XAttribute("Poradi", number), new XAttribute("DatumZpracovani", Write(call.Get<TimeProvider>().GetUtcNow())), New("Kod", code), New("Popis", Cut(text, 255)));
    }

    public static async Task<XElement> Prepared(ErmsCall call) => New("DavkySeznamResponse",
        (await call.Do<PrepareBatches, Kernel.Done, IReadOnlyList<ErmsPrepared>>(default)).Select(p => New("Davka", New("Poradi", p.Number), New("DatumVzniku", Write(p.At)))));

    public static async Task<XElement> Fetch(ErmsCall call) =>
        XElement.Parse((await call.Do<FetchBatch, int, ErmsPrepared>(Number(call.Body.Part("Davka")!.Text("Poradi")!))).Body);

    public static async Task<XElement> Test(ErmsCall call)
    {
        var state = await call.Do<ReadBatchState, Kernel.Done, BatchState>(default);
        var (code, text) = (ErmsStatus.Done, (string?)null);
        var said = call.Body.Part("Autorizace");
        if (said is not null && call.By is null) (code, text) = (ErmsStatus.User, $"Uživatele {said.Text("provedlKdo")} neznáme.");
        else if (said?.Moment("provedlKdy") is { } at && (at - call.Get<TimeProvider>().GetUtcNow()).Duration() > TimeSpan.FromMinutes(10)) (code, text) = (ErmsStatus.Value, "Hodiny obou systémů se liší o více než deset minut.");
        return New("WsTestResponse", New("WsTestId", call.Body.Part("WsTestId")!.Value),
            New("PosledniPrijataDavka", New("Cislo", Math.Max(1, state.Received)), New("Stav", state.Received == 0 ? "Neodeslana" : state.ReceivedWithError ? "PotvrzenaSChybou" : "PotvrzenaBezChyb")),
            New("PosledniOdeslanaDavka", New("Cislo", Math.Max(1, state.Prepared)), New("Stav", state.Prepared == 0 ? "Neodeslana" : state.Confirmed is not { } wrong ? "Odeslana" : wrong ? "PotvrzenaSChybou" : "PotvrzenaBezChyb")),
            ErmsOperation.Status(code, text));
    }

    /// <summary>The answer to an event (Zprava).</summary>
    public static XElement Message(int batch, ErmsEvent answer) => New("Zprava", new XAttribute("UdalostId", answer.Event), new XAttribute("Poradi", batch), new XAttribute("DatumVzniku", Write(answer.At)),
        New("Kod", answer.Code), answer.Said is null ? null : New("Popis", Cut(answer.Said, 255)));

    public static int Number(XElement element, string attribute) => Number(element.Attribute(attribute)!.Value);

    private static int Number(string text) => int.TryParse(text.Trim(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) && number > 0
        ? number
        : throw new ErmsFaultException(ErmsStatus.Value, "Pořadí dávky není kladné číslo.");
}
