using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Virtuos.Services.Filing;
using Virtuos.Services.Following;
using Virtuos.Services.Mailbox;
using Virtuos.Services.Situations;
using Virtuos.Services.Supplementing;
using Virtuos.Services.Texting;
using Virtuos.Services.Webhooks;

namespace Virtuos.Services;

internal sealed partial class ServicesDb
{
    public DbSet<SituationOverride> SituationOverrides => Set<SituationOverride>();

    public DbSet<Matter> Matters => Set<Matter>();

    public DbSet<Milestone> Milestones => Set<Milestone>();

    public DbSet<CompletionCall> CompletionCalls => Set<CompletionCall>();

    public DbSet<Watcher> Watchers => Set<Watcher>();

    public DbSet<PhoneWatcher> PhoneWatchers => Set<PhoneWatcher>();

    public DbSet<Webhook> Webhooks => Set<Webhook>();

    public DbSet<MailboxLetter> MailboxLetters => Set<MailboxLetter>();

    public DbSet<Supplement> Supplements => Set<Supplement>();

    public DbSet<SupplementFile> SupplementFiles => Set<SupplementFile>();

    partial void MapFollowing(ModelBuilder model)
    {
        model.Entity<SituationOverride>(e =>
        {
            e.HasKey(o => new { o.Office, o.Id });
            Json(e.Property(o => o.Parts));
        });
        model.Entity<Matter>(e =>
        {
            e.HasKey(m => new { m.Office, m.Id });
            e.Property(m => m.Kind).HasConversion<string>();
            e.Property(m => m.State).HasConversion<string>();
        });
        model.Entity<Milestone>(e =>
        {
            e.HasKey(m => new { m.Office, m.Id });
            e.HasOne<Matter>().WithMany().HasForeignKey(m => new { m.Office, m.Matter });
        });
        model.Entity<CompletionCall>(e =>
        {
            e.HasKey(c => new { c.Office, c.Id });
            e.HasOne<Matter>().WithMany().HasForeignKey(c => new { c.Office, c.Matter });
            Json(e.Property(c => c.Defects));
        });
        model.Entity<Watcher>().HasKey(w => new { w.Office, w.Id });
        model.Entity<PhoneWatcher>().HasKey(w => new { w.Office, w.Id });
        model.Entity<Webhook>().HasKey(w => new { w.Office, w.Id });
        model.Entity<MailboxLetter>(e =>
        {
            e.HasKey(l => new { l.Office, l.Id });
            Files(e.Property(l => l.Content));
        });
        model.Entity<Supplement>(e =>
        {
            e.HasKey(s => new { s.Office, s.Id });
            e.HasOne<CompletionCall>().WithMany().HasForeignKey(s => new { s.Office, s.Call });
            Files(e.Property(s => s.Files));
        });
        model.Entity<SupplementFile>(e =>
        {
            e.HasKey(f => new { f.Office, f.Id });
            e.HasOne<CompletionCall>().WithMany().HasForeignKey(f => new { f.Office, f.Call });
        });
    }

    private static void Files(PropertyBuilder<IReadOnlyList<Contracts.Services.FiledPart>> property) => property.HasColumnType("jsonb").HasConversion(FileList.Converter, FileList.Comparer);

    private static void Json<T>(PropertyBuilder<T> property) => property.HasColumnType("jsonb").HasConversion(
        value => JsonSerializer.Serialize(value, JsonSerializerOptions.Default),
        json => JsonSerializer.Deserialize<T>(json, JsonSerializerOptions.Default)!,
        new ValueComparer<T>(
            (a, b) => JsonSerializer.Serialize(a, JsonSerializerOptions.Default) == JsonSerializer.Serialize(b, JsonSerializerOptions.Default),
            value => JsonSerializer.Serialize(value, JsonSerializerOptions.Default).GetHashCode(StringComparison.Ordinal)));
}
