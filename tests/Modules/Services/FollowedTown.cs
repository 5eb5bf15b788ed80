using AngleSharp.Dom;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Mailroom;
using Virtuos.Contracts.Records;
using Virtuos.Contracts.Services;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Outbox;
using Virtuos.Services;
using Virtuos.Services.Filling;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Services;

/// <summary>A filing in a town, with what other rooms say about it.</summary>
internal sealed class FollowedTown : IAsyncDisposable
{
    private FollowedTown(Town town, Guid office) => (Town, Office) = (town, office);

    public Town Town { get; }

    public Guid Office { get; }

    public Guid Submission { get; private set; }

    public Guid Document { get; private set; }

    public TrackingKeys Keys => Town.Services.GetRequiredService<ITracking>().Keys(Submission);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<FollowedTown> Found(Action<Virtuos.Kernel.Configuration.Installation>? settings = null, Action<Microsoft.AspNetCore.Builder.WebApplicationBuilder>? adjust = null)
    {
        var town = await Town.Found(adjust, settings);
        return new(town, await town.Scalar<Guid>("select id from directory.office where slug = 'chomutov'"));
    }

    /// <summary>A dog registration, registered by the records unless told otherwise.</summary>
    public async Task File(string email = "", bool settle = true)
    {
        using var citizen = new Citizen(Town);
        await citizen.FillDog(email: email);
        await citizen.Send();
        Submission = await Town.Scalar<Guid>("select id from services.submission order by filed_at desc limit 1");
        if (!settle) return;
        await Town.Settle();
        Document = await Town.Scalar<Guid>("select document from services.matter where id = $1", Submission);
    }

    /// <summary>The address of the follow page, reached by code and PIN.</summary>
    public async Task<string> Path(Citizen citizen)
    {
        await citizen.Post("/sledovat", ("kod", Keys.Code), ("pin", Keys.Pin));
        return citizen.At;
    }

    /// <summary>Another room announces something, and it is delivered.</summary>
    public async Task Say(params IMessage[] messages)
    {
        await Town.As(Office, async services =>
        {
            var db = services.GetRequiredService<ServicesDb>();
            foreach (var message in messages) db.Publish(message, Office);
            return await db.SaveChangesAsync(Cancel);
        });
        await Town.Settle();
    }

    public async Task ConfirmAddress(string address) => await Town.As(null, async services =>
    {
        var addresses = services.GetRequiredService<MailAddresses>();
        await addresses.Confirm(addresses.Digest(address), Cancel);
        return await services.GetRequiredService<ServicesDb>().SaveChangesAsync(Cancel);
    });

    /// <summary>A decision goes out; the mailroom lays it into the mailbox.</summary>
    public async Task<Guid> Deliver(string kind = "decision", params FiledPart[] attachments)
    {
        var letter = Guid.CreateVersion7();
        var store = Town.Services.GetRequiredService<IBlobStore>();
        var bytes = System.Text.Encoding.ASCII.GetBytes("%PDF-1.7 decision");
        var staged = await store.Stage(new MemoryStream(bytes), 1000, Cancel);
        var part = new FiledPart(staged.Hash.ToString(), "Rozhodnutí č. 1.pdf", "application/pdf", staged.Size);
        await Say(
            new DocumentDispatched(Document, Submission, letter, kind, "MUCH 7/2026", Town.Clock.GetUtcNow()),
            new LetterOrdered(letter, Office, Document, Submission, new("Jana Nováková", null, null, null, null), "MUCH 7/2026", "Přihláška psa", kind, [part, .. attachments], "cs"));
        return letter;
    }

    public async Task<Guid> Call(DateOnly due, params Defect[] defects)
    {
        var call = Guid.CreateVersion7();
        await Say(new CompletionCalled(call, Document, Submission, defects, due, Town.Clock.GetUtcNow()));
        return call;
    }

    public ValueTask DisposeAsync() => Town.DisposeAsync();

    public static string Text(IDocument page) => System.Text.RegularExpressions.Regex.Replace(page.QuerySelector("main")!.TextContent, @"\s+", " ");
}
