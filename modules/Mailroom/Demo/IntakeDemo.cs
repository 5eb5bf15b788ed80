using System.IO.Compression;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Demo;

namespace Virtuos.Mailroom.Demo;

/// <summary>What comes to the demo offices besides forms and paper: sound messages, and some that the checks hold.</summary>
internal sealed class IntakeDemo : IDemoDay
{
    private sealed record Came(string Channel, string Sender, string? Email, string Subject, string File, Func<byte[]> Content);

    private static readonly Came[] all =
    [
        new("e-mail", "Marie Dvořáková", "marie.dvorakova@example.cz", "Dotaz na svoz bioodpadu", "dotaz.txt", () => Text("Dobrý den, kdy se v naší ulici sváží bioodpad? Děkuji, Dvořáková")),
        new("media", "Stavby Zkušební, s. r. o.", null, "Projektová dokumentace na nosiči", "pruvodni-zprava.txt", () => Text("Průvodní zpráva k projektu opravy chodníku.")),
        new("counter", "Pavel Horák", null, "Doplnění žádosti o pronájem", "doplneni.txt", () => Text("Doplňuji požadovaný údaj o výměře.")),
        new("media", "Účetní služby Vzorek", null, "Přehled s makry", "prehled.docm", () => Zip(("[Content_Types].xml", Text("application/vnd.ms-word.document.macroEnabled.main+xml")))),
        new("e-mail", "Jiří Novotný", "jiri.novotny@example.cz", "Poškozená příloha", "smlouva.pdf", () => Text("%PDF-1.4\n1 0 obj<<")),
        new("counter", "Spolek Za zeleň", null, "Archiv bez obsahu", "podklady.zip", () => Zip(("prazdny.txt", []), ("navod.js", Text("var a = 1;")))),
    ];

    public async Task Live(IServiceProvider services, DateOnly day, CancellationToken cancel)
    {
        if (day.DayOfWeek != DayOfWeek.Tuesday) return;
        var offices = await Ask(services, null, scope => scope.GetRequiredService<IDirectory>().Offices(cancel));
        foreach (var (office, most) in offices.Zip([all.Length, 3, 1]))
        {
            // What was held a week ago the filing room has sent back by now.
            var held = await Ask(services, office.Id, scope => scope.GetRequiredService<MailroomDb>().Incoming.Where(m => m.State == IncomingState.SetAside).Select(m => m.Id).ToListAsync(cancel));
            foreach (var message in held) await Ask(services, office.Id, async scope => (await scope.GetRequiredService<DecideMessage>().Run(new(message, IntakeDecision.Return, "Soubor nelze otevřít nebo obsahuje program. Pošlete ho prosím znovu jako PDF."), cancel)).Succeeded);
            foreach (var came in all.Take(most)) await Ask(services, office.Id, scope => Receive(scope, office.Id, day, came, cancel));
            var waiting = await Ask(services, office.Id, scope => scope.GetRequiredService<MailroomDb>().Incoming.Where(m => m.State == IncomingState.Stored).Select(m => m.Id).ToListAsync(cancel));
            foreach (var message in waiting)
                if (await Ask(services, office.Id, scope => scope.GetRequiredService<CheckMessage>().Run(message, cancel))) await Ask(services, office.Id, scope => scope.GetRequiredService<SortMessage>().Run(message, cancel));
        }
    }

    private static async Task<bool> Receive(IServiceProvider scope, Guid office, DateOnly day, Came came, CancellationToken cancel)
    {
        var staged = await scope.GetRequiredService<IBlobStore>().Stage(new MemoryStream(came.Content()), long.MaxValue, cancel);
        var part = new FiledPart(staged.Hash.ToString(), came.File, "application/octet-stream", staged.Size);
        return (await scope.GetRequiredService<ReceiveMessage>().Run(new(office, came.Channel, $"{day:yyyy-MM-dd}/{came.File}", null, came.Sender, "Nádražní 7, 430 01 Chomutov", came.Email, came.Subject, null, scope.GetRequiredService<TimeProvider>().GetUtcNow(), null, [new(part, "main")]), cancel)).Succeeded;
    }

    private static async Task<T> Ask<T>(IServiceProvider services, Guid? office, Func<IServiceProvider, Task<T>> act)
    {
        await using var scope = services.CreateAsyncScope();
        var caller = scope.ServiceProvider.GetRequiredService<Caller>();
        if (office is { } one) caller.BecomeSystem(one, nameof(IntakeDemo));
        else caller.BecomeSystem(nameof(IntakeDemo));
        return await act(scope.ServiceProvider);
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, content) in entries)
                using (var entry = zip.CreateEntry(name).Open()) entry.Write(content);
        return file.ToArray();
    }
}
