/** What is at hand; any other can be written by the keyboard of the system. */
export const EMOJIS = [
  '👍', '❤️', '😂', '😮', '😢', '🙏', '🎉', '🔥', '👏', '😀', '😅', '😉', '😊', '😍', '🤔', '😎', '🙄', '😴', '😭', '😡', '🤝', '💪', '👀', '✅',
  '❌', '⚠️', '💡', '📎', '📅', '☕', '🍕', '🚀',
] as const
