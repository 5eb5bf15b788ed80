using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Mailroom;
using Virtuos.Contracts.Records;
using Virtuos.Kernel;
using Virtuos.Kernel.Language;

namespace Virtuos.Records;

/// <summary>Sends documents of a bulk act out, each the way its row says, and settles their files. Runs within the worker's transaction.</summary>
internal sealed class SeriesDispatch(RecordsDb db, SealPress seals, ActingPerson persons, IDirectory directory, DispatchRules rules, Caller caller, Texts texts)
{
    /// <summary>Documents that were made before and waited.</summary>
    public async Task Leave(Series series, IReadOnlyList<SeriesRow> rows, DateTimeOffset at, CancellationToken cancel)
    {
        var ids = rows.Select(r => r.Document!.Value).ToList();
        var documents = await db.Documents.Where(d => ids.Contains(d.Id)).ToDictionaryAsync(d => d.Id, cancel);
        var own = await db.OwnDocuments.Where(d => ids.Contains(d.Id)).ToDictionaryAsync(d => d.Id, cancel);
        var outputs = await db.Components.AsNoTracking().Where(c => ids.Contains(c.Document) && c.Role == ComponentRole.Output && c.Position == 1 && c.Version == 1).ToDictionaryAsync(c => c.Document, cancel);
        var files = documents.Values.Select(d => d.File).Distinct().ToList();
        var held = await db.Files.Where(f => files.Contains(f.Id)).ToDictionaryAsync(f => f.Id, cancel);
        var office = (await directory.Office(series.Office, cancel))!;
        List<SeriesPaper> papers = [];
        foreach (var row in rows)
        {
            var document = documents[row.Document!.Value];
            // Without an intact seal nothing leaves.
            if (outputs[document.Id].Blob != own[document.Id].SealedBlob || !await seals.IsSealed(outputs[document.Id], office, cancel))
            {
                series.Stop("seal", at);
                return;
            }
            papers.Add(new(row, document, own[document.Id], held[document.File!.Value], series.CommonFile is null && row.File is null) { Component = outputs[document.Id] });
        }
        foreach (var paper in papers) paper.Row.Make(paper.Document, left: true);
        await Leave(series, papers, at, cancel);
    }

    public async Task Leave(Series series, IReadOnlyList<SeriesPaper> papers, DateTimeOffset at, CancellationToken cancel)
    {
        var czech = texts.In("cs");
        var handler = await persons.Of(series.Office, series.Author, series.Unit, cancel);
        var approver = await persons.Of(series.Office, series.Approver, series.Unit, cancel);
        foreach (var paper in papers)
        {
            var (document, row) = (paper.Document, paper.Row);
            document.Leave();
            var consignment = new Consignment
            {
                Office = document.Office,
                Document = document.Id,
                Addressee = document.Id,
                Name = document.PartyName,
                Unit = document.Unit,
                Channel = row.Channel!.Value,
                Address = row.Channel switch { ConsignmentChannel.Post => row.Address, ConsignmentChannel.DataBox => row.Box, _ => null },
                SentAt = at,
                SentByName = series.ApproverName!,
            };
            db.Add(consignment);
            db.Add(Step.Of(document, StepKind.Dispatched, caller, at, czech[$"records.dispatch.channel.{consignment.Channel.ToString().ToLowerInvariant()}"]));
            db.Add(new Settlement
            {
                Office = document.Office,
                Thing = SettledThing.Document,
                ThingId = document.Id,
                At = at,
                Way = SettlementWays.Document,
                Handler = handler,
                Approvals = [new(series.ApprovedAt!.Value, approver)],
            });
            if (paper.OwnFile) paper.File.Settle();
            if (consignment.Channel == ConsignmentChannel.Electronic) Tell(document, paper, consignment, at);
            if (consignment.Channel == ConsignmentChannel.DataBox) Order(document, paper, consignment);
        }
    }

    /// <summary>A file with nothing open in it any more is settled.</summary>
    public async Task SettleFiles(Series series, IReadOnlyList<Document> documents, CancellationToken cancel)
    {
        foreach (var id in documents.Select(d => d.File).OfType<Guid>().Distinct())
        {
            var states = await db.Documents.Where(d => d.File == id).Select(d => d.State).Distinct().ToListAsync(cancel);
            if (states.TrueForAll(s => s.IsEnd())) (await db.Files.FirstAsync(f => f.Office == series.Office && f.Id == id, cancel)).Settle();
        }
    }

    public async Task SettleCommonFile(Series series, CancellationToken cancel)
    {
        if (series.CommonFile is not { } id || series is { State: SeriesState.Making, DispatchAtOnce: false }) return;
        var states = await db.Documents.Where(d => d.File == id).Select(d => d.State).Distinct().ToListAsync(cancel);
        if (states.Count > 0 && states.TrueForAll(s => s.IsEnd())) (await db.Files.FirstAsync(f => f.Id == id, cancel)).Settle();
    }

    private void Order(Document document, SeriesPaper paper, Consignment consignment) => db.Publish(
        new LetterOrdered(consignment.Id, document.Office, document.Id, document.Origin, document.Party, document.ReferenceNumber!, document.Matter, paper.Own.Kind.ToString().ToLowerInvariant(), [paper.Component!.Part], document.Language)
        {
            Channel = "data-box",
            Box = consignment.Address,
            SenderNumber = document.ReferenceNumber,
            SenderFileMark = paper.File.Mark,
            PersonalDelivery = rules.On(Kernel.Calendar.Prague.Day(consignment.SentAt)).IsIntoOwnHands(paper.Own.Kind),
        }, document.Office);

    // The addressee gets a matter of their own in the portal, with the letter in its mailbox, and word of it by e-mail.
    private void Tell(Document document, SeriesPaper paper, Consignment consignment, DateTimeOffset at)
    {
        var kind = paper.Own.Kind.ToString().ToLowerInvariant();
        db.Publish(new LetterBegan(document.Id, document.Origin, document.Office, document.ReferenceNumber!, document.Matter, document.Party, at), document.Office);
        db.Publish(new LetterOrdered(consignment.Id, document.Office, document.Id, document.Origin, document.Party, document.ReferenceNumber!, document.Matter, kind, [paper.Component!.Part], document.Language), document.Office);
        db.Publish(new DocumentDispatched(document.Id, document.Origin, consignment.Id, kind, document.ReferenceNumber!, at), document.Office);
    }
}
