-- KEYS: the reservation, then the key of each claim.
-- ARGV: the reservation's id, or nothing for what was never reserved here; for how long it may still be on its way, in
-- milliseconds; then of each claim its kind, window in milliseconds, stamp (0 where its answer never came), reserved amount,
-- used amount, and what the instance knows: in the period that began when, how much was used.
local id, on_its_way = ARGV[1], tonumber(ARGV[2])
if id ~= '' and redis.call('DEL', KEYS[1]) == 0 then
  if on_its_way > 0 then redis.call('SET', KEYS[1], '0', 'PX', on_its_way) end
  return 0
end
for i = 1, #KEYS - 1 do
  local at = 2 + (i - 1) * 7
  local key, kind, window = KEYS[i + 1], ARGV[at + 1], tonumber(ARGV[at + 2])
  local stamp, reserved, amount = tonumber(ARGV[at + 3]), tonumber(ARGV[at + 4]), tonumber(ARGV[at + 5])
  local known_begins, known_used = tonumber(ARGV[at + 6]), tonumber(ARGV[at + 7])
  local more = amount - reserved
  if kind == 'CONCURRENCY' then
    for n = 1, reserved do redis.call('ZREM', key, id .. ':' .. i .. ':' .. n) end
  elseif more ~= 0 then
    if kind == 'RATE' then
      local current = math.floor(now / slot_of(window))
      if id ~= '' and stamp >= current - SLOTS then
        add_to_slot(key, stamp, more, window)
      elseif more > 0 then
        add_to_slot(key, current, more, window)
      end
    else
      local begins, ends = calendar(kind)
      restore(key, begins, ends, known_begins, known_used)
      if id == '' or stamp == 0 or stamp == begins then add_to_calendar(key, begins, ends, more) end
    end
  end
end
return 1
